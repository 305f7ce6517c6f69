using ChaosService.Model.Workloads;
using ChaosService.Workloads.Register;
using ChaosService.Workloads.Set;

namespace ChaosService.Workloads;

/// <summary>Every kind of workload.</summary>
public static class WorkloadKinds
{
    public static IReadOnlyList<IWorkloadKind> All() => [new RegisterWorkload(), new SetWorkload()];
}
