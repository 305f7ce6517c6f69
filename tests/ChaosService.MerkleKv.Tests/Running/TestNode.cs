using System.Net;
using ChaosService.MerkleKv.Bugs;
using ChaosService.MerkleKv.Observing;
using ChaosService.MerkleKv.Settings;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.MerkleKv.Tests.Running;

/// <summary>A node in this process, on any free port.</summary>
internal sealed class TestNode(NodeSettings settings, ILogger? log = null) : IAsyncDisposable
{
    private readonly Node _node =
        new(settings with { Host = IPAddress.Loopback, Port = 0 }, TimeProvider.System, log ?? NullLogger.Instance);

    /// <summary>An address on which nothing listens; a free port could be taken meanwhile.</summary>
    public const string Nowhere = "127.0.0.2";

    private int _isStopped;

    public int Port => _node.Address.Port;

    public Task AskedToStop => _node.AskedToStop;

    public bool IsConnected => _node.Replicator?.IsConnected == true;

    public int Backlog => _node.Replicator?.Backlog ?? 0;

    public long this[Counter counter] => _node.Counters[counter];

    public static TestNode Start(SeededBugs bugs = SeededBugs.None, Dialect dialect = Dialect.Current) =>
        new(new NodeSettings { Bugs = bugs, Dialect = dialect });

    public static TestNode Persistent(string folder, SeededBugs bugs = SeededBugs.None, long compactBytes = 4 << 20) =>
        new(new NodeSettings { StorageFolder = folder, Bugs = bugs, CompactBytes = compactBytes });

    /// <summary>A node that replicates, and whose broker is not there.</summary>
    public static TestNode Lonely(
        SeededBugs bugs = SeededBugs.None, Func<ReplicationSettings, ReplicationSettings>? change = null, ILogger? log = null)
    {
        var settings = new ReplicationSettings
        {
            Broker = Nowhere,
            ClientId = "lonely",
            ReconnectMin = TimeSpan.FromMilliseconds(4),
            ReconnectMax = TimeSpan.FromMilliseconds(64),
        };
        return new(new NodeSettings { Replication = (change ?? (r => r))(settings), Bugs = bugs }, log);
    }

    public LineClient Connect() => new(Port);

    /// <summary>One command on a connection of its own.</summary>
    public async Task<string> AskAsync(string command)
    {
        using var client = Connect();
        return await client.AskAsync(command);
    }

    public async Task<string> GetAsync(string key) => await AskAsync($"GET {key}");

    public async Task<string> HashAsync() => await AskAsync("HASH");

    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _isStopped, 1) == 0 ? _node.DisposeAsync() : ValueTask.CompletedTask;
}
