using ChaosService.Model.Histories;

namespace ChaosService.Model.Timeseries;

/// <summary>A time shard of a table as the catalog has it.</summary>
/// <param name="Table">As in <see cref="PartitionName"/>.</param>
/// <param name="Replicas">For each hash partition the ids of the nodes that hold it.</param>
/// <param name="History">The statuses that it has had, the present one last; the oldest may be gone.</param>
/// <param name="Target">The node that it moves to; null: there is no move.</param>
public sealed record ShardView(
    string Table, long Shard, IReadOnlyList<IReadOnlyList<string>> Replicas, IReadOnlyList<string> History, string? Target)
{
    /// <summary>The times of its points, in ns since 1970, the end not included; null where it is not shown.</summary>
    public (long FromNs, long UntilNs)? Time { get; init; }

    /// <summary>The tags whose values choose a point's partition, in the order of their hash; null where it is not shown.</summary>
    public IReadOnlyList<string>? Keys { get; init; }

    public string Status => History[^1];

    public OpValue ToValue() => OpValue.Object(
    [
        new("table", OpValue.Text(Table)), new("shard", OpValue.Integer(Shard)),
        new("replicas", OpValue.Array([.. Replicas.Select(OpValueFields.OfTexts)])), new("history", OpValueFields.OfTexts(History)),
        new("target", Target is { } target ? OpValue.Text(target) : OpValue.None),
        .. Time is var (from, until) ? [new("from", OpValue.Integer(from)), new("until", OpValue.Integer(until))] : (OpField[])[],
        .. Keys is { } keys ? [new("keys", OpValueFields.OfTexts(keys))] : (OpField[])[],
    ]);

    /// <summary>Null when the value is not of this form.</summary>
    public static ShardView? From(OpValue value) =>
        value.Text("table") is { } table && value.Integer("shard") is { } shard && value.Elements("replicas") is { } lists
            && value.Texts("history") is { Count: > 0 } history
            && Array.ConvertAll(lists, l => (l.Elements ?? (l.Items is [] ? [] : null)).AllTexts()) is var replicas
            && Array.TrueForAll(replicas, r => r is not null)
                ? new ShardView(table, shard, replicas!, history, value.Text("target"))
                {
                    Time = value.Integer("from") is { } from && value.Integer("until") is { } until ? (from, until) : null,
                    Keys = value.Texts("keys"),
                }
                : null;
}
