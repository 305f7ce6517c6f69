using ChaosService.Model.Histories;
using ChaosService.Model.KeyValue;

namespace ChaosService.Checking.KeyValue;

/// <summary>The changes that a subscriber saw, by key.</summary>
internal sealed class SeenChanges
{
    private readonly Dictionary<string, ChangeEvent> _winners = new(StringComparer.Ordinal);
    private readonly HashSet<(string Key, string? Value)> _values = [];
    private readonly Dictionary<string, HashSet<string>> _removals = new(StringComparer.Ordinal);

    /// <param name="view">Null: none was seen.</param>
    public SeenChanges(ChangesView? view)
    {
        Missed = view is null ? "what the nodes tell each other was not seen" : view.Missed;
        foreach (var change in view?.Events ?? [])
        {
            Count++;
            _values.Add((change.Key, change.Value));
            if (change.Value is null) RemovalsOf(change.Key).Add(change.OpId);
            if (!_winners.TryGetValue(change.Key, out var known) || change.WinsOver(known)) _winners[change.Key] = change;
        }
    }

    public int Count { get; }

    /// <summary>Why there may be more; null: these are all.</summary>
    public string? Missed { get; }

    /// <summary>The change with the latest time, and of those the one with the largest id; null: none of the key was seen.</summary>
    public ChangeEvent? Winner(string key) => _winners.GetValueOrDefault(key);

    /// <summary>Whether a change gave the key this value. Nothing is what each key has before its first change.</summary>
    public bool Explain(string key, string? value) => value is null || _values.Contains((key, value));

    /// <summary>
    /// The first acknowledged change that was not seen, of which it is unknown whether it should have won; null: none is. Of deletes that
    /// removed something there are as many changes: they have no value of their own.
    /// </summary>
    public Op? Unseen(ReadOnlySpan<Op> ops)
    {
        var removed = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (ref readonly var op in ops)
        {
            if (op is not { Outcome: OpType.Ok, Key: { } key }) continue;
            if (LeftValue.Of(op) is { } left && !_values.Contains((key, left))) return op;
            if (!LeftValue.IsRemoval(op)) continue;
            removed[key] = removed.GetValueOrDefault(key) + 1;
            if (removed[key] > RemovalsOf(key).Count) return op;
        }
        return null;
    }

    /// <summary>The ids of the changes that removed it.</summary>
    private HashSet<string> RemovalsOf(string key)
    {
        if (!_removals.TryGetValue(key, out var ids)) _removals.Add(key, ids = new HashSet<string>(StringComparer.Ordinal));
        return ids;
    }
}
