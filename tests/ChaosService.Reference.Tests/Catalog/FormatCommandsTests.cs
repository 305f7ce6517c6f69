using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Catalog.Format;

namespace ChaosService.Reference.Tests.Catalog;

public sealed class FormatCommandsTests
{
    private CatalogState _state = CatalogState.Empty;

    [Fact]
    public void Format_is_raised_when_the_last_node_reads_it_and_not_before()
    {
        Add(1, 2, 3);
        Assert.Equal(1, _state.Format);
        Assert.Equal(200, Do(new SetNodeFormat(1, 1, 2)).Status);

        var early = Do(new RaiseFormat(2, 2));

        Assert.Equal(409, early.Status);
        Assert.Equal("format 2 is not read by node 2 and node 3: upgrade, or remove what stays older", early.Message);
        Assert.Equal(1, _state.Format);
        Do(new SetNodeFormat(3, 2, 2));
        Assert.Equal(204, Do(new RemoveNode(4, "3")).Status);
        Assert.Equal((200, 200), (Do(new RaiseFormat(5, 2)).Status, Do(new RaiseFormat(6, 2)).Status));
        Assert.Equal(2, _state.Format);
    }

    [Fact]
    public void Node_goes_back_until_the_format_is_raised_and_not_after()
    {
        Add(1);
        Do(new SetNodeFormat(1, 1, 2));
        Assert.Equal(200, Do(new SetNodeFormat(2, 1, 1)).Status);
        Assert.Equal(409, Do(new RaiseFormat(3, 2)).Status);
        Do(new SetNodeFormat(4, 1, 2));
        Do(new RaiseFormat(5, 2));

        var late = Do(new SetNodeFormat(6, 1, 1));

        Assert.Equal(409, late.Status);
        Assert.Equal("the cluster writes format 2, and this node reads formats up to 1: start the newer version of the node", late.Message);
        Assert.Equal(2, _state.Nodes[1].Format);
    }

    [Theory]
    [InlineData(0, 400)]
    [InlineData(256, 400)]
    [InlineData(3, 409)]
    [InlineData(1, 409)]
    [InlineData(2, 200)]
    public void Raised_format_stays(int format, int expected)
    {
        Add(1);
        Do(new SetNodeFormat(1, 1, 2));
        Do(new RaiseFormat(2, 2));

        Assert.Equal(expected, Do(new RaiseFormat(3, format)).Status);
        Assert.Equal(2, _state.Format);
    }

    [Fact]
    public void Without_a_node_nothing_is_raised_and_nobody_speaks_for_one_that_is_not_there()
    {
        Assert.Equal(409, Do(new RaiseFormat(1, 2)).Status);
        Assert.Equal((404, "node 7 not found"), (Do(new SetNodeFormat(1, 7, 2)).Status, Do(new SetNodeFormat(1, 7, 2)).Message));
    }

    [Fact]
    public void Snapshot_of_the_catalog_keeps_formats()
    {
        Add(1);
        Do(new SetNodeFormat(1, 1, 2));
        Do(new RaiseFormat(2, 2));

        var read = StateFormat.Read(StateFormat.Write(_state));

        Assert.Equal((2, 2), (read.Format, read.Nodes[1].Format));
    }

    private void Add(params uint[] ids)
    {
        foreach (var id in ids) Do(new AddNode(1, id, $"h{id}:1", $"h{id}:2", "Active"));
    }

    private Answer Do(CatalogCommand command)
    {
        (_state, var answer) = CatalogMachine.Apply(_state, command);
        return answer;
    }
}
