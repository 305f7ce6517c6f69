using System.Security.Cryptography;
using System.Text;
using ChaosService.MerkleKv.Bugs;
using ChaosService.MerkleKv.Events;
using ChaosService.MerkleKv.Observing;
using ChaosService.MerkleKv.Settings;
using ChaosService.MerkleKv.Storage;

namespace ChaosService.MerkleKv.Replication;

/// <summary>A node's part in replication.</summary>
internal sealed class Replicator
{
    private const int LargeBytes = 4096;
    private const int BlockingBacklog = 10;
    private const int SpikeEvents = 1024;

    private readonly Outbox _outbox;
    private readonly Receiver _receiver;
    private readonly MqttLink _link;
    private readonly Counters _counters;
    private readonly SeededBugs _bugs;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    public Replicator(ReplicationSettings settings, KeyStore store, Counters counters, SeededBugs bugs, TimeProvider time, ILogger log)
    {
        (_counters, _bugs, _time, _log) = (counters, bugs, time, log);
        _outbox = new(settings.BacklogMax, settings.BacklogBytesMax);
        _receiver = new(settings.ClientId, store, settings.DedupeMax, counters, e => Enqueue(e, false), bugs, log);
        _link = new(settings, _outbox, _receiver, counters, Draw, time, bugs, log);
    }

    /// <summary>While it is not, local writes stay here and others' writes are skipped.</summary>
    public bool IsEnabled
    {
        get => _receiver.IsEnabled;
        set => _receiver.IsEnabled = value;
    }

    public bool IsConnected => _link.IsConnected;

    public int Nodes => _receiver.Nodes;

    /// <summary>Events that other nodes may not have, because they wait for the broker, or to be sent once more.</summary>
    public int Backlog => _link.ResendCount + _outbox.Count;

    public Task RunAsync(CancellationToken stop) => _link.RunAsync(stop);

    /// <summary>Never waits.</summary>
    /// <param name="isAgain">Whether it was published before.</param>
    public void Publish(ChangeEvent change, bool isAgain)
    {
        if (!IsEnabled) return;
        // Bug deletes-not-replicated.
        if (_bugs.HasFlag(SeededBugs.DeletesNotReplicated) && change.Kind == ChangeKind.Del) return;
        // Bug large-values-dropped.
        if (_bugs.HasFlag(SeededBugs.LargeValuesDropped) && Encoding.UTF8.GetByteCount(change.Value ?? "") > LargeBytes) return;
        // Bug silent-backlog-drop.
        if (_bugs.HasFlag(SeededBugs.SilentBacklogDrop) && !IsConnected) return;
        // Bug spike-drops-events.
        if (_bugs.HasFlag(SeededBugs.SpikeDropsEvents) && _outbox.Count >= SpikeEvents) return;
        Enqueue(change, isAgain);
    }

    /// <summary>What a client waits for before its command runs: nothing.</summary>
    public async Task AdmitAsync(CancellationToken stop)
    {
        // Bug outage-blocks-clients.
        while (_bugs.HasFlag(SeededBugs.OutageBlocksClients) && !IsConnected && _outbox.Count > BlockingBacklog)
            await Task.Delay(TimeSpan.FromMilliseconds(20), _time, stop);
    }

    private void Enqueue(ChangeEvent change, bool isAgain)
    {
        var dropped = _outbox.Add(new(change, isAgain));
        if (dropped == 0) return;
        _counters.Add(Counter.EventsDropped, dropped);
        var all = _counters[Counter.EventsDropped];
        // The first at once, then fewer and fewer lines; STATS has the exact number.
        if (long.IsPow2(all)) ReplicationLog.Dropped(_log, all);
    }

    private static double Draw() => RandomNumberGenerator.GetInt32(1 << 20) / (double)(1 << 20);
}
