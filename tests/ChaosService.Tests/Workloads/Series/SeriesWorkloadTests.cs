using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Randomness;
using ChaosService.Model.Timeseries;
using ChaosService.Model.Workloads;
using ChaosService.Tests.Faults;
using ChaosService.Workloads.Series;

namespace ChaosService.Tests.Workloads.Series;

public sealed class SeriesWorkloadTests
{
    private static readonly PointShape Shape = new(100, false, PointTimes.Varied, 4, 0);
    private static readonly SeriesParameters Parameters = new(2, Shape, 10, 100, false, new SeriesMix(2, 2, 1));

    private readonly SeriesWorkload _workload = new();

    [Fact]
    public void Batches_of_all_workers_have_numbers_of_their_own()
    {
        var batches = Enumerable.Range(0, 3).SelectMany(w => Ops(w, 3, 500)).Where(o => o.F == Functions.WritePoints)
            .Select(o => PointBatch.From(o.Value)!).OrderBy(b => b.First).ToList();
        Assert.InRange(batches.Count, 500, 700);
        Assert.All(batches.Zip(batches.Skip(1)), pair => Assert.True(pair.First.Last < pair.Second.First));
        Assert.Equal((10, 100), (batches.Min(b => b.Count), batches.Max(b => b.Count)));
    }

    [Fact]
    public void Seed_decides_every_op_whatever_is_answered() => Assert.Equal(Ops(1, 3, 300), Ops(1, 3, 300, Observing));

    [Fact]
    public void Queries_are_of_every_kind()
    {
        var queries = Ops(0, 2, 2_000).Where(o => o.F == Functions.Query).Select(o => PointQuery.From(o.Value)!).ToList();
        Assert.Contains(queries, q => q is { Aggregates: false, Key: not null, FromNs: { } from, UntilNs: { } until } && until == from + 1);
        Assert.Contains(queries, q => q is { Aggregates: false, Key: null, FromNs: not null });
        Assert.Contains(queries, q => q is { Aggregates: true, Key: null, FromNs: null, GroupBy: null });
        Assert.Contains(queries, q => q is { Aggregates: true, Key: not null });
        Assert.Contains(queries, q => q is { Aggregates: true, FromNs: not null, GroupBy: PointQuery.ByRegion });
        Assert.Contains(queries, q => q is { Aggregates: true, GroupBy: PointQuery.ByKey });
    }

    [Fact]
    public void Run_ends_with_a_read_of_every_table() => Assert.Equal(
        [(Functions.ReadPoints, "t0"), (Functions.ReadPoints, "t1")], _workload.FinalReads(Parameters).Select(o => (o.F, o.Key)));

    [Fact]
    public void Parameters_have_defaults() => Assert.Equal(
        new SeriesParameters(1, Shape, 100, 100, false, new SeriesMix(1, 0, 0)),
        _workload.Bind(new MapReader(new ConfigMap(new SourcePlace("f.yaml", 1, 1), []), [])));

    [Theory]
    [InlineData("tables", "0", "'tables' is not a whole number from 1 to 100")]
    [InlineData("batch", "10001", "'batch' is not a whole number from 1 to 10000")]
    [InlineData("smallestBatch", "101", "'smallestBatch' is above 'batch', which is 100")]
    [InlineData("cardinality", "huge", "'cardinality' has no such choice")]
    [InlineData("times", "never", "'times' has no such choice")]
    [InlineData("badLines", "many", "'badLines' is not a percentage")]
    [InlineData("strict", "maybe", "'strict' is neither true nor false")]
    public void Wrong_value_is_told(string key, string value, string message)
    {
        var (reader, problems) = Yaml.Map((key, value));
        Assert.Null(_workload.Bind(reader));
        Assert.Equal(message, problems.Single().Message);
    }

    [Fact]
    public void Several_days_need_varied_times()
    {
        var (reader, problems) = Yaml.Map(("times", "same"), ("shards", "3"));
        Assert.Null(_workload.Bind(reader));
        Assert.Equal("'times: same' has one time shard", problems.Single().Message);
    }

    private List<Operation> Ops(int worker, int workers, int count, Action<IGenerator, Operation>? then = null)
    {
        var generator = _workload.CreateGenerator(Parameters, SeededRandom.Derive(7, $"worker-{worker}"), worker, workers);
        return
        [
            .. Enumerable.Range(0, count).Select(_ =>
            {
                var operation = generator.Next();
                then?.Invoke(generator, operation);
                return operation;
            }),
        ];
    }

    private static void Observing(IGenerator generator, Operation operation) =>
        generator.Observe(operation, OpResult.Fail("no", null));
}
