using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Randomness;
using ChaosService.Model.Timeseries;
using ChaosService.Workloads.Management;

namespace ChaosService.Tests.Workloads.Management;

public sealed class ManagementWorkloadTests
{
    private readonly ManagementWorkload _workload = new();

    [Fact]
    public void Calls_are_of_every_kind_and_about_nodes_that_never_become_active()
    {
        var generator = _workload.CreateGenerator(new ManagementParameters(3, new(6, 3, 2)), new SeededRandom(1), 0, 1);
        var calls = Enumerable.Range(0, 2_000).Select(_ => CatalogCall.From(generator.Next().Value)!).ToList();
        Assert.Equal(["9001", "9002", "9003"], calls.Where(c => c is { Wrong: null, Node: not null }).Select(c => c.Node).Distinct()
            .Order());
        Assert.DoesNotContain(calls, c => c.Status == "Active");
        Assert.Equal(
            ["address", "database", "node", "partitions", "shard", "status", "table", "target"],
            calls.Select(c => c.Wrong).OfType<string>().Distinct().Order());
        Assert.Equal(
            [CatalogCall.Add, CatalogCall.List, CatalogCall.Remove, CatalogCall.SetStatus],
            calls.Where(c => c.Wrong is null).Select(c => c.Call).Distinct().Order());
    }

    [Fact]
    public void Run_ends_with_a_list() => Assert.Equal(
        new CatalogCall(CatalogCall.List),
            CatalogCall.From(_workload.FinalReads(new ManagementParameters(3, new(6, 3, 2))).Single().Value));

    [Fact]
    public void Parameters_have_defaults() => Assert.Equal(
        new ManagementParameters(5, new(6, 3, 2)),
        _workload.Bind(new MapReader(new ConfigMap(new SourcePlace("f.yaml", 1, 1), []), [])));
}
