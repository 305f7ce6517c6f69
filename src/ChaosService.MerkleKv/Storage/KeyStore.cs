using ChaosService.MerkleKv.Bugs;
using ChaosService.MerkleKv.Events;
using ChaosService.MerkleKv.Ordering;

namespace ChaosService.MerkleKv.Storage;

/// <summary>
/// The node's data: of the writes to a key, whoever took them, the one with the latest stamp. Any order of the same writes gives the same
/// content.
/// </summary>
/// <param name="publish">Gets every local write, in order, and whether it was published before.</param>
internal sealed class KeyStore(
    Dictionary<string, Entry> entries, IJournal journal, EventClock clock, string source, Action<ChangeEvent, bool> publish,
    SeededBugs bugs)
{
    /// <summary>What an entry takes beside its text, roughly.</summary>
    private const int EntryBytes = 96;

    private readonly Lock _lock = new();
    private readonly StaleReads? _stale = bugs.HasFlag(SeededBugs.StaleReads) ? new() : null;
    private int _live = entries.Values.Count(e => e.Value is not null);
    private long _bytes = entries.Sum(e => Size(e.Key, e.Value.Value));

    public int Count
    {
        get
        {
            lock (_lock) return _live;
        }
    }

    public int Tombstones
    {
        get
        {
            lock (_lock) return entries.Count - _live;
        }
    }

    /// <summary>What the data takes, roughly.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public string? Get(string key)
    {
        lock (_lock)
        {
            var value = entries.GetValueOrDefault(key)?.Value;
            // Bug stale-reads.
            return _stale is null ? value : _stale.Read(key, value);
        }
    }

    /// <summary>With tombstones.</summary>
    public Entry? EntryOf(string key)
    {
        lock (_lock) return entries.GetValueOrDefault(key);
    }

    /// <summary>Keys with values whose names begin with it, in order.</summary>
    public List<KeyValuePair<string, string>> Live(string prefix)
    {
        List<KeyValuePair<string, string>> found;
        lock (_lock)
            found = [.. entries.Where(e => e.Value.Value is not null && e.Key.StartsWith(prefix, StringComparison.Ordinal))
                .Select(e => KeyValuePair.Create(e.Key, e.Value.Value!))];
        found.Sort((a, b) => Utf8Order.Instance.Compare(a.Key, b.Key));
        return found;
    }

    /// <summary>All entries, and an action at a moment at which nobody writes.</summary>
    public IReadOnlyList<KeyValuePair<string, Entry>> EntriesWith(Action action)
    {
        lock (_lock)
        {
            action();
            return [.. entries];
        }
    }

    /// <summary>A client's write. It is later than everything that the key has seen, so the client reads it.</summary>
    public LocalWrite Change(string key, ChangeKind kind, Func<string?, NewValue> next)
    {
        // Bug increment-race: what is read here is written below, whatever others wrote in between.
        if (bugs.HasFlag(SeededBugs.IncrementRace) && kind is ChangeKind.Incr or ChangeKind.Decr)
        {
            var read = EntryOf(key)?.Value;
            Thread.SpinWait(20_000);
            var decided = next(read);
            next = _ => decided;
        }
        lock (_lock)
        {
            var before = entries.GetValueOrDefault(key);
            var (value, refusal) = next(before?.Value);
            if (refusal is null && clock.Next(before?.Stamp ?? default) is { } stamp)
                return new(value, before?.Value is not null, null, Write(key, kind, value, before, stamp));
            return new(null, before?.Value is not null, refusal ?? $"Value for key '{key}' has the last time there is", Task.CompletedTask);
        }
    }

    /// <summary>Deletes every key, except one after whose stamp there is none.</summary>
    public Task Truncate()
    {
        lock (_lock)
        {
            var stored = Task.CompletedTask;
            foreach (var (key, entry) in entries.Where(e => e.Value.Value is not null).ToList())
                if (clock.Next(entry.Stamp) is { } stamp) stored = Write(key, ChangeKind.Del, null, entry, stamp);
            return stored;
        }
    }

    /// <summary>Another node's write.</summary>
    /// <param name="isForced">Whether it is applied even if it is outdated.</param>
    public (ApplyOutcome Outcome, Task Stored) Apply(ChangeEvent change, bool isForced = false)
    {
        lock (_lock)
        {
            if (!isForced && entries.TryGetValue(change.Key, out var before) && !IsLater(change.Stamp, before.Stamp))
                return (ApplyOutcome.Older, Task.CompletedTask);
            return (ApplyOutcome.Applied, Put(change.Key, new(change.Value, change.Stamp)));
        }
    }

    /// <summary>
    /// Brings a key of this node and of another together: the later entry stays. What is later there is taken as it is, what is later here
    /// is published again.
    /// </summary>
    /// <param name="theirs">Null: that node knows nothing of the key.</param>
    /// <returns>Whether it was taken, and when it is on the disk.</returns>
    public (bool IsTaken, Task Stored) Reconcile(string key, Entry? theirs)
    {
        lock (_lock)
        {
            var ours = entries.GetValueOrDefault(key);
            if (theirs is not null && (ours is null || theirs.Stamp.IsAfter(ours.Stamp))) return (true, Put(key, theirs));
            if (ours is not null && (theirs is null || ours.Stamp.IsAfter(theirs.Stamp))) publish(ours.ToEvent(key, source), true);
            return (false, Task.CompletedTask);
        }
    }

    /// <summary>Publishes again what clients of this node wrote, in order: a crash may have kept it from the others.</summary>
    public void PublishOwn()
    {
        lock (_lock)
        {
            foreach (var (key, entry) in entries.Where(e => e.Value.IsOwn).OrderBy(e => e.Value.Stamp))
                publish(entry.ToEvent(key, source), true);
        }
    }

    private bool IsLater(Stamp stamp, Stamp last) =>
        // Bug no-tie-break: the last one to arrive wins.
        bugs.HasFlag(SeededBugs.NoTieBreak) ? stamp.Ts >= last.Ts && stamp != last : stamp.IsAfter(last);

    private Task Write(string key, ChangeKind kind, string? value, Entry? before, Stamp stamp)
    {
        // Bug local-writes-ignore-clock: the key keeps the time of its last event.
        var kept = bugs.HasFlag(SeededBugs.LocalWritesIgnoreClock) ? before?.Stamp ?? default : stamp;
        var stored = Put(key, new(value, kept, IsOwn: true));
        publish(new(kind, key, value, stamp, source), false);
        return stored;
    }

    private Task Put(string key, Entry entry)
    {
        var before = entries.GetValueOrDefault(key);
        _live += (entry.Value is null ? 0 : 1) - (before?.Value is null ? 0 : 1);
        _bytes += Size(key, entry.Value) - (before is null ? 0 : Size(key, before.Value));
        _stale?.Remember(key, before?.Value);
        entries[key] = entry;
        // Bug no-tombstones.
        if (entry.Value is null && bugs.HasFlag(SeededBugs.NoTombstones)) Forget(key);
        return journal.Append(key, entry);
    }

    private void Forget(string key)
    {
        entries.Remove(key);
        _bytes -= Size(key, null);
    }

    private static long Size(string key, string? value) => EntryBytes + 2L * (key.Length + (value?.Length ?? 0));
}
