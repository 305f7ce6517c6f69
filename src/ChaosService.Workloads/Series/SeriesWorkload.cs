using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Randomness;
using ChaosService.Model.Timeseries;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Operations;

namespace ChaosService.Workloads.Series;

/// <summary>Points of tables <c>t0</c>, <c>t1</c>, …: they are written in batches, and queried by keys, times and aggregates.</summary>
internal sealed class SeriesWorkload : IWorkloadKind
{
    private const int TablesMax = 100;
    private const int ShardsMax = 100;
    private const int DefaultShards = 4;
    private const int DefaultBatch = 100;

    private static readonly Dictionary<string, int> Cardinalities =
        new(StringComparer.Ordinal) { ["low"] = 4, ["medium"] = 100, ["high"] = 10_000 };

    public string Name => "timeseries";

    public string Summary => "writes batches of points, queries them, and reads all of them through each node at the end";

    public WorkloadParameters? Bind(MapReader reader)
    {
        var problems = reader.Problems.Count;
        var tables = (int)(reader.Integer("tables", 1, TablesMax) ?? 1);
        var batch = (int)(reader.Integer("batch", 1, PointBatch.CountMax) ?? DefaultBatch);
        var smallest = (int)(reader.Integer("smallestBatch", 1, PointBatch.CountMax) ?? batch);
        if (smallest > batch)
            reader.Problems.Add(
                reader.PlaceOf("smallestBatch"), $"'smallestBatch' is above 'batch', which is {batch}", $"{smallest}",
                $"write at most {batch}, or a larger 'batch'");
        var strict = reader.Flag("strict") ?? false;
        var shape = Shape(reader);
        var mix = Mix.Bind(reader, [(SeriesMix.WriteName, 1), (SeriesMix.QueryName, 0), (SeriesMix.ReadName, 0)]);
        return mix is null || reader.Problems.Count > problems
            ? null
            : new SeriesParameters(tables, shape, smallest, batch, strict, new SeriesMix(mix[0], mix[1], mix[2]));
    }

    public IGenerator CreateGenerator(WorkloadParameters parameters, SeededRandom random, int worker, int workers) =>
        new SeriesGenerator((SeriesParameters)parameters, random, worker, workers);

    public IEnumerable<Operation> FinalReads(WorkloadParameters parameters)
    {
        var series = (SeriesParameters)parameters;
        return Enumerable.Range(0, series.Tables).Select(t => ReadAll(series, t));
    }

    internal static Operation ReadAll(SeriesParameters parameters, int table) =>
        new(Functions.ReadPoints, TableName(table), new PointReads(parameters.Shape, []).ToValue());

    internal static string TableName(int table) => $"t{table}";

    private static PointShape Shape(MapReader reader)
    {
        var keys = Cardinalities[reader.Choice("cardinality", [.. Cardinalities.Keys]) ?? "medium"];
        var skewed = reader.Flag("skewed") ?? false;
        var times = PointShape.TimesCalled(reader.Choice("times", "varied", "sequential", "same") ?? "varied")!.Value;
        var shards = (int)(reader.Integer("shards", 1, ShardsMax) ?? (times == PointTimes.Varied ? DefaultShards : 1));
        if (times != PointTimes.Varied && shards > 1)
            reader.Problems.Add(
                reader.PlaceOf("shards"), $"'times: {PointShape.Word(times)}' has one time shard", $"{shards}",
                "take 'shards' out, or write 'times: varied'");
        var bad = reader.Share("badLines") ?? 0;
        return new PointShape(keys, skewed, times, shards, (int)Math.Round(bad * 1000));
    }
}
