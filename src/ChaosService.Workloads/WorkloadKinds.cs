using ChaosService.Model.Workloads;
using ChaosService.Workloads.Bank;
using ChaosService.Workloads.Counter;
using ChaosService.Workloads.Kv;
using ChaosService.Workloads.Management;
using ChaosService.Workloads.Register;
using ChaosService.Workloads.Series;
using ChaosService.Workloads.Set;

namespace ChaosService.Workloads;

/// <summary>Every kind of workload.</summary>
public static class WorkloadKinds
{
    public static IReadOnlyList<IWorkloadKind> All() =>
    [
        new RegisterWorkload(), new SetWorkload(), new CounterWorkload(), new BankWorkload(), new KvWorkload(), new SeriesWorkload(),
        new ManagementWorkload(),
    ];
}
