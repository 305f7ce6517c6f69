using ChaosService.Model.Workloads;

namespace ChaosService.Workloads.Etcd;

/// <param name="Reads"><c>linearizable</c> (the default) or <c>serializable</c>: answered by any member from its own, maybe stale,
/// state.</param>
internal sealed record EtcdOptions(string Reads) : ClientOptions
{
    public const string Linearizable = "linearizable";
    public const string Serializable = "serializable";
}
