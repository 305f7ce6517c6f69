using ChaosService.MerkleKv.Bugs;
using ChaosService.MerkleKv.Events;
using ChaosService.MerkleKv.Observing;
using ChaosService.MerkleKv.Storage;

namespace ChaosService.MerkleKv.Replication;

/// <summary>Decides what becomes of each message: anyone may publish on the topic, and the broker may deliver twice.</summary>
/// <param name="again">Publishes an event once more; only a seeded bug does.</param>
internal sealed class Receiver(
    string self, KeyStore store, int dedupeMax, Counters counters, Action<ChangeEvent> again, SeededBugs bugs, ILogger log)
{
    /// <summary>Sources that are remembered; STATS shows how many there are.</summary>
    private const int SourcesMax = 1024;

    private readonly Lock _lock = new();
    private readonly RecentIds _seen = new(dedupeMax);
    private readonly HashSet<string> _sources = new(StringComparer.Ordinal) { self };
    private bool _isPoisoned;

    public bool IsEnabled { get; set; } = true;

    /// <summary>This node and those that it heard of.</summary>
    public int Nodes
    {
        get
        {
            lock (_lock) return _sources.Count;
        }
    }

    /// <returns>Done when the event is on the disk, if it goes there.</returns>
    public Task Receive(ReadOnlyMemory<byte> payload)
    {
        counters.Add(Counter.EventsReceived);
        lock (_lock)
        {
            if (_isPoisoned) return Task.CompletedTask;
            try
            {
                return Decide(EventCodec.Decode(payload));
            }
            catch (MalformedEventException malformed)
            {
                counters.Add(Counter.EventsMalformed);
                ReplicationLog.Malformed(log, payload.Length, malformed.Message);
                // Bug poison-kills-subscription.
                _isPoisoned = bugs.HasFlag(SeededBugs.PoisonKillsSubscription);
                return Task.CompletedTask;
            }
        }
    }

    private Task Decide(ChangeEvent change)
    {
        if (_sources.Count < SourcesMax) _sources.Add(change.Source);
        // Bug replication-loop: what arrives goes out again, the node's own events as well.
        var isLooping = bugs.HasFlag(SeededBugs.ReplicationLoop);
        if (change.Source == self && !isLooping) return Skip(change, Counter.EventsSkippedSelf, "its own");
        if (!IsEnabled) return Skip(change, Counter.EventsSkippedDisabled, "replication is disabled");

        var isAgain = !_seen.Add(change.Stamp.OpId);
        // Bug no-dedupe: it is applied again, over what was written since.
        var isForced = isAgain && bugs.HasFlag(SeededBugs.NoDedupe);
        if (isAgain && !isForced) return Skip(change, Counter.EventsSkippedDuplicate, "seen before");
        if (isLooping) again(change);

        var (outcome, stored) = store.Apply(change, isForced);
        if (outcome == ApplyOutcome.Older) return Skip(change, Counter.EventsSkippedOlder, "the key has a later write");
        counters.Add(Counter.EventsApplied);
        ReplicationLog.Applied(log, change.Name, change.Key, change.Source, $"{change.Stamp.OpId}", change.Stamp.Ts);
        return stored;
    }

    private Task Skip(ChangeEvent change, Counter counter, string reason)
    {
        counters.Add(counter);
        ReplicationLog.Skipped(log, change.Name, change.Key, change.Source, reason, $"{change.Stamp.OpId}", change.Stamp.Ts);
        return Task.CompletedTask;
    }
}
