using System.Net;
using ChaosService.Model.Clusters;
using ChaosService.Model.Workloads;
using ChaosService.Workloads;

namespace ChaosService.Docker.Tests.Workloads;

/// <summary>Three etcd members on loopback addresses.</summary>
public sealed class LocalEtcd : IAsyncLifetime
{
    private static readonly string[] Names = ["etcd1", "etcd2", "etcd3"];
    private readonly List<LocalServer> _servers = [];

    internal LoopbackCluster Cluster { get; } = new("etcd", [.. Names.Select((name, n) => (new ClusterNode(name, "etcd"), Address(n)))]);

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists("/usr/bin/etcd")) return;
        for (var n = 0; n < Names.Length; n++) _servers.Add(Start(n));
        await using var database = Connect();
        var health = (IHealthProbe)database;
        for (var tries = 0; !(await health.CheckAsync(CancellationToken.None)).Healthy; tries++)
        {
            Assert.True(tries < 100, (await health.CheckAsync(CancellationToken.None)).Detail);
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers) await server.DisposeAsync();
    }

    internal IDatabase Connect(string prefix = "", string? reads = null)
    {
        var kind = DatabaseKinds.All().Single(k => k.Name == "etcd");
        var options = reads is null ? kind.Bind(null)! : new ChaosService.Workloads.Etcd.EtcdOptions(reads);
        return kind.Connect(new DatabaseRequest(Cluster, options, prefix, TimeSpan.FromSeconds(2), TimeProvider.System));
    }

    internal Task StopAsync(int node) => _servers[node].DisposeAsync().AsTask();

    private static IPAddress Address(int n) => IPAddress.Parse($"127.0.77.{n + 1}");

    private static string Peer(int n) => $"http://{Address(n)}:2380";

    private static string Client(int n) => $"http://{Address(n)}:2379";

    private static LocalServer Start(int n) => new("etcd", directory =>
    [
        "--name", Names[n], "--data-dir", $"{directory}/data",
        "--listen-peer-urls", Peer(n), "--initial-advertise-peer-urls", Peer(n),
        "--listen-client-urls", Client(n), "--advertise-client-urls", Client(n),
        "--initial-cluster", string.Join(',', Names.Select((name, i) => $"{name}={Peer(i)}")),
        "--initial-cluster-state", "new", "--initial-cluster-token", "chaosservice-workloads",
    ]);
}
