using ChaosService.Model.Configuration;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Redis.Topology;
using F = ChaosService.Model.Histories.Functions;

namespace ChaosService.Workloads.Redis;

internal sealed class RedisKind : IDatabaseKind
{
    public string Name => "redis";

    public IReadOnlyList<string> Roles => [RedisRole.Primary, RedisRole.Replica];

    public IReadOnlyList<string> Functions => [F.Read, F.Write, F.Cas, F.Add, F.Increment, F.Transfer, F.Balances];

    public IReadOnlyList<string> Topics => [Sentinels.Topic];

    public ClientOptions? Bind(MapReader? reader)
    {
        var problems = reader?.Problems.Count;
        var routing = reader?.Choice("routing", RedisOptions.Sentinel, RedisOptions.Stay);
        reader?.Done();
        return reader?.Problems.Count > problems ? null : new RedisOptions(routing ?? RedisOptions.Sentinel);
    }

    public IDatabase Connect(DatabaseRequest request) => new RedisDatabase(request);
}
