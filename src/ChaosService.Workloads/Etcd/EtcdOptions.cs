using ChaosService.Model.Workloads;

namespace ChaosService.Workloads.Etcd;

/// <param name="Reads"><c>linearizable</c> (the default) or <c>serializable</c>: any member answers from its own state, which may be
/// stale.</param>
internal sealed record EtcdOptions(string Reads) : ClientOptions
{
    public const string Linearizable = "linearizable";
    public const string Serializable = "serializable";
}
