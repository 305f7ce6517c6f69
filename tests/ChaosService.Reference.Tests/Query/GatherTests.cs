using ChaosService.Reference.Core.Query;
using ChaosService.Reference.Core.Query.Results;

namespace ChaosService.Reference.Tests.Query;

public sealed class GatherTests
{
    private static readonly FragmentRow Row = new([], []);

    [Fact]
    public void Result_is_there_when_all_have_ended()
    {
        var gather = new Gather<FragmentRow>(["node 1", "node 2"]);
        gather.Receive(0, [Row]);
        gather.End(0);
        Assert.Null(gather.Result);

        gather.Receive(1, [Row, Row]);
        gather.End(1);

        Assert.Equal([1, 2], gather.Result!.Select(r => r.Count));
    }

    [Fact]
    public void Error_within_a_stream_names_the_node_and_leaves_no_rows()
    {
        var gather = new Gather<FragmentRow>(["node 1", "node 2 (b:9)"]);
        gather.Receive(0, [Row]);
        gather.End(0);
        gather.Receive(1, [Row]);
        gather.Fail(1, "the disk is gone");
        gather.End(1);

        Assert.Null(gather.Result);
        Assert.Equal("Stream error from remote node node 2 (b:9): the disk is gone", gather.Error);
    }

    [Fact]
    public void Error_before_a_row_and_a_node_that_is_not_there_have_words_of_their_own()
    {
        var (failed, gone) = (new Gather<FragmentRow>(["b:9"]), new Gather<FragmentRow>(["b:9"]));
        failed.Fail(0, "no such table");
        gone.CannotConnect(0, "connection refused");
        gone.Fail(0, "too late");

        Assert.Equal("Remote query fragment execution failed on b:9: no such table", failed.Error);
        Assert.Equal("Failed to connect to remote query service at b:9: connection refused", gone.Error);
    }

    [Fact]
    public void More_rows_than_may_be_are_an_error()
    {
        var gather = new Gather<FragmentRow>(["b:9"], rowsMax: 2);
        gather.Receive(0, [Row, Row]);
        Assert.Null(gather.Error);
        gather.Receive(0, [Row]);
        gather.End(0);

        Assert.Equal("The query has more than 2 rows: narrow its time, or add a LIMIT", gather.Error);
        Assert.Null(gather.Result);
    }

    [Fact]
    public void Bug_partial_rows_gives_what_has_come()
    {
        var gather = new Gather<FragmentRow>(["b:9"], bugs: QueryBugs.PartialRowsAfterStreamError);
        gather.Receive(0, [Row]);
        gather.Fail(0, "gone");

        Assert.Single(gather.Result![0]);
    }
}
