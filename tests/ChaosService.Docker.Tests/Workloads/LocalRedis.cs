using System.Net;
using ChaosService.Model.Clusters;
using ChaosService.Model.Workloads;
using ChaosService.Workloads;
using ChaosService.Workloads.Redis;

namespace ChaosService.Docker.Tests.Workloads;

/// <summary>A primary, two replicas and three sentinels on loopback addresses.</summary>
public sealed class LocalRedis : IAsyncLifetime
{
    private readonly List<LocalServer> _redis = [];
    private readonly List<LocalServer> _sentinels = [];

    internal LoopbackCluster Cluster { get; } = new(
        "redis",
        [
            .. Enumerable.Range(0, 3).Select(n => (new ClusterNode($"redis{n + 1}", "redis"), Redis(n))),
            .. Enumerable.Range(0, 3).Select(n => (new ClusterNode($"sentinel{n + 1}", "sentinel"), Sentinel(n))),
        ]);

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists("/usr/bin/redis-sentinel")) return;
        for (var n = 0; n < 3; n++) _redis.Add(StartRedis(n));
        for (var n = 0; n < 3; n++) await LocalServer.ListeningAsync(Redis(n), 6379, CancellationToken.None);
        for (var n = 0; n < 3; n++) _sentinels.Add(StartSentinel(n));
        await using var database = Connect();
        for (var tries = 0; !(await ((IHealthProbe)database).CheckAsync(CancellationToken.None)).Healthy; tries++)
        {
            Assert.True(tries < 300, (await ((IHealthProbe)database).CheckAsync(CancellationToken.None)).Detail);
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _sentinels.Concat(_redis)) await server.DisposeAsync();
    }

    internal IDatabase Connect(string prefix = "", string routing = RedisOptions.Sentinel) =>
        DatabaseKinds.All().Single(k => k.Name == "redis").Connect(
            new DatabaseRequest(Cluster, new RedisOptions(routing), prefix, TimeSpan.FromSeconds(1), TimeProvider.System));

    internal ValueTask KillAsync(int n) => _redis[n].DisposeAsync();

    private static IPAddress Redis(int n) => IPAddress.Parse($"127.0.78.{n + 1}");

    private static IPAddress Sentinel(int n) => IPAddress.Parse($"127.0.78.{n + 11}");

    private static LocalServer StartRedis(int n) => new("redis-server", directory =>
    [
        "--bind", $"{Redis(n)}", "--bind-source-addr", $"{Redis(n)}", "--port", "6379", "--dir", directory, "--save", "", "--protected-mode", "no",
        "--replica-announce-ip", $"{Redis(n)}", "--repl-diskless-sync-delay", "0",
        .. n == 0 ? Array.Empty<string>() : ["--replicaof", $"{Redis(0)}", "6379"],
    ]);

    private static LocalServer StartSentinel(int n) => new("redis-sentinel", directory =>
    {
        var file = Path.Combine(directory, "sentinel.conf");
        File.WriteAllText(file, $"""
            bind {Sentinel(n)}
            port 26379
            protected-mode no
            dir {directory}
            sentinel announce-ip {Sentinel(n)}
            sentinel monitor mymaster {Redis(0)} 6379 2
            sentinel down-after-milliseconds mymaster 1000
            sentinel failover-timeout mymaster 5000
            """);
        return [file];
    });
}
