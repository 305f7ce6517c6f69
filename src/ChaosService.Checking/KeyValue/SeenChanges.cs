using ChaosService.Checking.Observations;
using ChaosService.Model.Histories;
using ChaosService.Model.KeyValue;

namespace ChaosService.Checking.KeyValue;

/// <summary>The changes that a subscriber saw, by key.</summary>
internal sealed class SeenChanges
{
    private readonly Dictionary<string, ChangeEvent> _winners = new(StringComparer.Ordinal);
    private readonly HashSet<(string Key, string? Value)> _values = [];
    private readonly Dictionary<string, int> _removals;

    public SeenChanges(Sights<ChangesView> sights)
    {
        var view = sights.Last is [var last, ..] ? last.View : null;
        Missed = view is null ? "what the nodes tell each other was not seen" : view.Missed;
        foreach (var change in view?.Events ?? [])
        {
            Count++;
            _values.Add((change.Key, change.Value));
            if (!_winners.TryGetValue(change.Key, out var known) || change.WinsOver(known)) _winners[change.Key] = change;
        }
        _removals = (view?.Events ?? []).Where(c => c.Value is null).DistinctBy(c => (c.Key, c.OpId))
            .CountBy(c => c.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
    }

    public int Count { get; }

    /// <summary>Why there may be more; null: these are all.</summary>
    public string? Missed { get; }

    /// <summary>The change with the latest time, and of those the one with the largest id; null: none of the key was seen.</summary>
    public ChangeEvent? Winner(string key) => _winners.GetValueOrDefault(key);

    /// <summary>Whether a change gave the key this value.</summary>
    public bool Explain(string key, string value) => _values.Contains((key, value));

    /// <summary>How many changes removed the key. They have no value that tells one from another.</summary>
    public int Removals(string key) => _removals.GetValueOrDefault(key);

    /// <summary>Whether a change to what this op left was seen.</summary>
    public bool Has(in Op op) => op.Key is { } key && LeftValue.Of(op) is { } left && Explain(key, left);

    /// <summary>
    /// The first acknowledged op without a change, of which it is unknown whether it should have won; null: none is. Of a key's deletes
    /// that found something, those beyond the number of its removals are without one.
    /// </summary>
    public Op? Unseen(ReadOnlySpan<Op> ops)
    {
        var removed = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (ref readonly var op in ops)
        {
            if (op is not { Outcome: OpType.Ok, Key: { } key }) continue;
            if (LeftValue.Of(op) is { } left && !Explain(key, left)) return op;
            if (!LeftValue.IsRemoval(op)) continue;
            removed[key] = removed.GetValueOrDefault(key) + 1;
            if (removed[key] > Removals(key)) return op;
        }
        return null;
    }
}
