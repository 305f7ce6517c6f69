using ChaosService.Model.Workloads;

namespace ChaosService.Workloads.Etcd;

/// <param name="Reads"><c>linearizable</c> (the default) or <c>serializable</c>: any member answers from its own state, which may be
/// stale.</param>
/// <param name="Transfers"><c>transaction</c> (the default): what a transfer read is compared in the transaction that writes.
/// <c>separate</c>: two reads, then two writes, as an application does that relies on nobody being in between.</param>
internal sealed record EtcdOptions(
    string Reads = EtcdOptions.Linearizable, string Transfers = EtcdOptions.Transaction) : ClientOptions
{
    public const string Linearizable = "linearizable";
    public const string Serializable = "serializable";

    public const string Transaction = "transaction";
    public const string Separate = "separate";
}
