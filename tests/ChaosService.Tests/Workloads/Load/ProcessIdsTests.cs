using ChaosService.Workloads.Load;

namespace ChaosService.Tests.Workloads.Load;

public sealed class ProcessIdsTests
{
    [Fact]
    public void Ids_are_never_given_twice()
    {
        var processes = new ProcessIds(9);
        var ids = Enumerable.Range(0, 9).SelectMany(worker => Enumerable.Range(0, 100).Select(_ => processes.Take(worker))).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 9), ids.Where((_, n) => n % 100 == 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(30)]
    public void Next_process_is_on_another_node_whatever_the_number_of_nodes(int workers)
    {
        var stride = ProcessIds.StrideFor(workers);
        Assert.True(stride >= workers);
        Assert.All([2, 3, 4, 5, 6, 7, 8, 9], nodes => Assert.NotEqual(0, stride % nodes));
    }
}
