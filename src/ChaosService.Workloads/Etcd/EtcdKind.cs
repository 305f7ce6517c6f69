using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Workloads;
using F = ChaosService.Model.Histories.Functions;

namespace ChaosService.Workloads.Etcd;

internal sealed class EtcdKind : IDatabaseKind
{
    public const string Leader = "leader";
    public const string Follower = "follower";

    public string Name => "etcd";

    public IReadOnlyList<string> Roles => [Leader, Follower];

    public IReadOnlyList<string> Functions => [F.Read, F.Write, F.Cas, F.Add, F.Transfer, F.Balances];

    public IReadOnlyList<string> Topics => [RaftView.Topic];

    public ClientOptions? Bind(MapReader? reader)
    {
        var problems = reader?.Problems.Count;
        var reads = reader?.Choice("reads", EtcdOptions.Linearizable, EtcdOptions.Serializable);
        var transfers = reader?.Choice("transfers", EtcdOptions.Transaction, EtcdOptions.Separate);
        reader?.Done();
        return reader?.Problems.Count > problems
            ? null
            : new EtcdOptions(reads ?? EtcdOptions.Linearizable, transfers ?? EtcdOptions.Transaction);
    }

    public IDatabase Connect(DatabaseRequest request) => new EtcdDatabase(request);
}
