using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Randomness;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Operations;

namespace ChaosService.Workloads.Kv;

/// <summary>Increments have keys of their own: a text is no number.</summary>
internal sealed class KvWorkload : IWorkloadKind
{
    private const int DefaultKeys = 20;
    private const int MaxKeys = 1_000_000;
    private const int DefaultBytesMax = 64;

    /// <summary>With all that the most clients join to it, it still fits into a line of 1 MiB.</summary>
    private const int BytesMax = 512 << 10;

    public string Name => "kv";

    public string Summary => "reads, writes, deletes, appends, prepends and increments keys of a key-value store; each text is unique";

    public WorkloadParameters? Bind(MapReader reader)
    {
        var problems = reader.Problems.Count;
        var keys = (int)(reader.Integer("keys", 1, MaxKeys) ?? DefaultKeys);
        var (min, max) = Sizes(reader);
        var mix = Mix.Bind(
            reader,
            [
                (Functions.Read, 40), (Functions.Write, 25), (Functions.Delete, 10), (Functions.Append, 10), (Functions.Prepend, 5),
                (Functions.Increment, 10),
            ]);
        return mix is null || reader.Problems.Count > problems
            ? null
            : new KvParameters(keys, min, max, new KvMix(mix[0], mix[1], mix[2], mix[3], mix[4], mix[5]));
    }

    public IGenerator CreateGenerator(WorkloadParameters parameters, SeededRandom random, int worker, int workers) =>
        new KvGenerator((KvParameters)parameters, random, worker, workers);

    public IEnumerable<Operation> FinalReads(WorkloadParameters parameters) =>
        KvKeys.Texts((KvParameters)parameters).Concat(KvKeys.Numbers((KvParameters)parameters))
            .Select(key => new Operation(Functions.Read, key, OpValue.None));

    /// <summary>One size, or the least and the largest.</summary>
    private static (int Min, int Max) Sizes(MapReader reader)
    {
        if (reader.Texts("valueBytes") is not { } texts) return (KvValues.BytesMin, DefaultBytesMax);
        var sizes = texts.Select(t => Quantity.TryBytes(t.Text, out var bytes) ? bytes : 0).ToList();
        if (sizes is [_] or [_, _] && sizes[0] <= sizes[^1] && sizes.TrueForAll(s => s is >= KvValues.BytesMin and <= BytesMax))
            return ((int)sizes[0], (int)sizes[^1]);
        reader.Problems.Add(
            reader.PlaceOf("valueBytes"), "'valueBytes' is neither a size nor a least and a largest one",
            string.Join(", ", texts.Select(t => t.Text)),
            $"write sizes from {KvValues.BytesMin}B to {BytesMax >> 10}KiB, such as [24B, 8KiB]");
        return default;
    }
}
