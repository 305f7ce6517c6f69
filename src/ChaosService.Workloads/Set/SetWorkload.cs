using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Randomness;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Operations;

namespace ChaosService.Workloads.Set;

/// <summary>There is one set per run, so its ops have no key: a read without a key reads the whole set.</summary>
internal sealed class SetWorkload : IWorkloadKind
{
    public string Name => "set";

    public string Summary => "adds unique elements to one set and reads all of it at the end, and now and then if asked to";

    public WorkloadParameters? Bind(MapReader reader) =>
        Mix.Bind(reader, [(Functions.Add, 1), (Functions.Read, 0)]) is { } mix ? new SetParameters(new SetMix(mix[0], mix[1])) : null;

    public IGenerator CreateGenerator(WorkloadParameters parameters, SeededRandom random, int worker, int workers) =>
        new SetGenerator((SetParameters)parameters, random, worker, workers);

    public IEnumerable<Operation> FinalReads(WorkloadParameters parameters) => [new Operation(Functions.Read, null, OpValue.None)];
}
