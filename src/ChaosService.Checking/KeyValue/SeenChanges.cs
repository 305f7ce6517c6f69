using ChaosService.Model.Histories;
using ChaosService.Model.KeyValue;

namespace ChaosService.Checking.KeyValue;

/// <summary>The changes that a subscriber saw, by key.</summary>
internal sealed class SeenChanges
{
    private readonly Dictionary<string, ChangeEvent> _winners = new(StringComparer.Ordinal);
    private readonly HashSet<(string Key, string? Value)> _values = [];

    /// <param name="view">Null: none was seen.</param>
    public SeenChanges(ChangesView? view)
    {
        Missed = view is null ? "what the nodes tell each other was not seen" : view.Missed;
        foreach (var change in view?.Events ?? [])
        {
            Count++;
            _values.Add((change.Key, change.Value));
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

    /// <summary>Whether a change of this write was seen.</summary>
    public bool Has(in Op write) => write.Key is { } key && _values.Contains((key, $"{write.Value.First}"));

    /// <summary>The first acknowledged write without a change, of which it is unknown whether it should have won; null: none is.</summary>
    public Op? Unseen(ReadOnlySpan<Op> ops)
    {
        foreach (ref readonly var op in ops)
            if (op is { F: Functions.Write, Outcome: OpType.Ok, Key: not null } && !Has(op))
                return op;
        return null;
    }
}
