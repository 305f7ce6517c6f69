using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Randomness;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Operations;

namespace ChaosService.Workloads.Counter;

/// <summary>A counter starts at 0, with its key missing. A decrement is an increment by a negative amount.</summary>
internal sealed class CounterWorkload : IWorkloadKind
{
    private const int DefaultKeys = 3;
    private const int MaxKeys = 1_000_000;
    private const int DefaultAmount = 5;
    private const int MaxAmount = 1_000_000;

    public string Name => "counter";

    public string Summary => "adds to single counters, subtracts from them if asked to, and reads them";

    public WorkloadParameters? Bind(MapReader reader)
    {
        var problems = reader.Problems.Count;
        var keys = (int)(reader.Integer("keys", 1, MaxKeys) ?? DefaultKeys);
        var amount = (int)(reader.Integer("amount", 1, MaxAmount) ?? DefaultAmount);
        var mix = Mix.Bind(reader, [(Functions.Increment, 70), ("decrement", 0), (Functions.Read, 30)]);
        return mix is null || reader.Problems.Count > problems
            ? null
            : new CounterParameters(keys, amount, new CounterMix(mix[0], mix[1], mix[2]));
    }

    public IGenerator CreateGenerator(WorkloadParameters parameters, SeededRandom random, int worker, int workers) =>
        new CounterGenerator((CounterParameters)parameters, random);

    public IEnumerable<Operation> FinalReads(WorkloadParameters parameters) =>
        KeyNames(((CounterParameters)parameters).Keys).Select(key => new Operation(Functions.Read, key, OpValue.None));

    internal static string[] KeyNames(int keys) => [.. Enumerable.Range(0, keys).Select(n => $"c{n}")];
}
