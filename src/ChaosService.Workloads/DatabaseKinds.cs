using ChaosService.Model.Workloads;
using ChaosService.Workloads.Etcd;

namespace ChaosService.Workloads;

/// <summary>Every kind of database that clients can speak to.</summary>
public static class DatabaseKinds
{
    public static IReadOnlyList<IDatabaseKind> All() => [new EtcdKind()];
}
