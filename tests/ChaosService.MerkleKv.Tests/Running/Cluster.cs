using ChaosService.MerkleKv.Bugs;
using ChaosService.MerkleKv.Settings;

namespace ChaosService.MerkleKv.Tests.Running;

/// <summary>A broker with nodes a and b, and a bystander.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private int _markers;

    private Cluster(Broker broker, Bystander bystander, TestNode a, TestNode b) =>
        (Broker, Bystander, A, B) = (broker, bystander, a, b);

    public Broker Broker { get; }

    public Bystander Bystander { get; }

    public TestNode A { get; }

    public TestNode B { get; }

    /// <param name="bugs">Of both nodes.</param>
    public static async Task<Cluster> StartAsync(
        SeededBugs bugs = SeededBugs.None, Func<ReplicationSettings, ReplicationSettings>? change = null, ILogger? log = null)
    {
        var broker = await Broker.StartAsync();
        var cluster = new Cluster(broker, await Bystander.ConnectAsync(broker), Node("a"), Node("b"));
        await cluster.ConnectedAsync();
        return cluster;

        TestNode Node(string id)
        {
            var settings = broker.Node(id);
            return new(settings with { Bugs = bugs, Replication = (change ?? (r => r))(settings.Replication!) }, log);
        }
    }

    public Task ConnectedAsync() => Eventually.TrueAsync(() => A.IsConnected && B.IsConnected, "both nodes are connected");

    public Task DisconnectedAsync() => Eventually.TrueAsync(() => !A.IsConnected && !B.IsConnected, "both nodes know of the outage");

    /// <summary>
    /// Done when both nodes have handled everything that was published before: the broker keeps the order, and so does a node.
    /// </summary>
    public async Task SettledAsync()
    {
        var marker = $"marker-{Interlocked.Increment(ref _markers)}";
        await Bystander.PublishAsync(Changes.Of(marker, "x", 1, (ulong)_markers + 1_000_000));
        await Eventually.TrueAsync(
            async () => await A.GetAsync(marker) == "VALUE x" && await B.GetAsync(marker) == "VALUE x", "both nodes have the marker");
    }

    public Task EqualAsync() => Eventually.TrueAsync(async () => await A.HashAsync() == await B.HashAsync(), "both nodes are equal");

    public async ValueTask DisposeAsync()
    {
        await A.DisposeAsync();
        await B.DisposeAsync();
        await Bystander.DisposeAsync();
        await Broker.DisposeAsync();
    }
}
