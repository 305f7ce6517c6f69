using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Randomness;
using ChaosService.Model.Workloads;

namespace ChaosService.Engine.Soaking.Carrying;

/// <summary>A workload whose final reads are only those of the given keys.</summary>
internal sealed class KeyReads(IWorkloadKind of, IReadOnlyList<string?> keys) : IWorkloadKind
{
    public string Name => of.Name;

    public string Summary => of.Summary;

    public WorkloadParameters? Bind(MapReader reader) => of.Bind(reader);

    public IGenerator CreateGenerator(WorkloadParameters parameters, SeededRandom random, int worker, int workers) =>
        of.CreateGenerator(parameters, random, worker, workers);

    public IEnumerable<Operation> FinalReads(WorkloadParameters parameters) =>
        keys.Distinct().Select(key => new Operation(Functions.Read, key, OpValue.None));
}
