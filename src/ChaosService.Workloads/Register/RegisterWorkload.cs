using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Randomness;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Operations;

namespace ChaosService.Workloads.Register;

internal sealed class RegisterWorkload : IWorkloadKind
{
    private const int DefaultKeys = 10;
    private const int MaxKeys = 1_000_000;

    public string Name => "register";

    public string Summary => "reads, writes and compare-and-sets single registers; every written value is unique";

    public WorkloadParameters? Bind(MapReader reader)
    {
        var problems = reader.Problems.Count;
        var keys = (int)(reader.Integer("keys", 1, MaxKeys) ?? DefaultKeys);
        var mix = Mix.Bind(reader, [(Functions.Read, 50), (Functions.Write, 50), (Functions.Cas, 0)]);
        return mix is null
            || reader.Problems.Count > problems ? null : new RegisterParameters(keys, new RegisterMix(mix[0], mix[1], mix[2]));
    }

    public IGenerator CreateGenerator(WorkloadParameters parameters, SeededRandom random, int worker, int workers) =>
        new RegisterGenerator((RegisterParameters)parameters, random, worker, workers);

    public IEnumerable<Operation> FinalReads(WorkloadParameters parameters) =>
        KeyNames(((RegisterParameters)parameters).Keys).Select(key => new Operation(Functions.Read, key, OpValue.None));

    internal static string[] KeyNames(int keys) => [.. Enumerable.Range(0, keys).Select(n => $"k{n}")];
}
