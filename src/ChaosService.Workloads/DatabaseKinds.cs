using ChaosService.Model.Workloads;
using ChaosService.Workloads.Etcd;
using ChaosService.Workloads.MerkleKv;
using ChaosService.Workloads.Redis;
using ChaosService.Workloads.Timeseries;

namespace ChaosService.Workloads;

/// <summary>Every kind of database that clients can speak to.</summary>
public static class DatabaseKinds
{
    public static IReadOnlyList<IDatabaseKind> All() => [new EtcdKind(), new RedisKind(), new TimeseriesKind(), new MerkleKvKind()];
}
