using System.Net;
using ChaosService.MerkleKv.Commands;
using ChaosService.MerkleKv.Observing;
using ChaosService.MerkleKv.Replication;
using ChaosService.MerkleKv.Serving;
using ChaosService.MerkleKv.Settings;
using ChaosService.MerkleKv.Storage;
using ChaosService.MerkleKv.Syncing;

namespace ChaosService.MerkleKv;

/// <summary>A running node. It puts the parts together.</summary>
internal sealed class Node : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Engine _engine;
    private readonly Server _server;
    private readonly Task _replicating;

    /// <exception cref="InvalidDataException">The stored data is damaged.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The port is taken.</exception>
    public Node(NodeSettings settings, TimeProvider time, ILogger log)
    {
        Counters = new();
        _engine = settings.StorageFolder is { } folder ? Engine.Open(folder, settings.CompactBytes, settings.Bugs) : Engine.InMemory();
        if (_engine.Torn > 0) ProgramLog.Torn(log, _engine.Torn);

        Replicator? replicator = null;
        var source = settings.Replication?.ClientId ?? "";
        var store = new KeyStore(
            _engine.Entries, _engine.Journal, new(time), source, (change, isAgain) => replicator?.Publish(change, isAgain), settings.Bugs);
        _engine.File?.Start(store.EntriesWith);
        if (settings.Replication is { } replication) replicator = new(replication, store, Counters, settings.Bugs, time, log);
        store.PublishOwn();
        Replicator = replicator;

        var clients = new ClientList(time);
        var commands = new CommandTable(
            settings.Dialect, new(store), new(store),
            new(store, new Synchronizer(store, Counters, time, settings.Bugs, log), _stopping.Token),
            new(new StatusLines(settings, store, replicator, Counters, clients, time), clients, time), replicator, Counters);
        _server = new(settings, commands, clients, Counters, time, () => _asked.TrySetResult(), log);
        _replicating = replicator?.RunAsync(_stopping.Token) ?? Task.CompletedTask;
    }

    public IPEndPoint Address => _server.Address;

    public Counters Counters { get; }

    public Replicator? Replicator { get; }

    /// <summary>Done when a client sent SHUTDOWN.</summary>
    public Task AskedToStop => _asked.Task;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _server.DisposeAsync();
        await _replicating;
        await _engine.Journal.DisposeAsync();
        _stopping.Dispose();
    }
}
