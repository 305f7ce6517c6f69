using ChaosService.Model.Histories;

namespace ChaosService.Model.Timeseries;

/// <summary>A client's query, as reported by the node: its conditions, and which node answered for which partition.</summary>
/// <param name="Number">Counts this node's queries; the next one has a higher number. Begins again when the node restarts.</param>
/// <param name="Table">As in <see cref="PartitionName"/>.</param>
/// <param name="Tags">Those that must have one value each.</param>
/// <param name="FromNs">The earliest time, in ns since 1970; null: any. Inclusive.</param>
/// <param name="UntilNs">The end of the times; null: none. Exclusive.</param>
/// <param name="TookNs">From the query to its answer; it is counted when that is there.</param>
/// <param name="Ok">Whether there was an answer.</param>
public sealed record ServedQuery(
    long Number, string Table, IReadOnlyDictionary<string, string> Tags, long? FromNs, long? UntilNs, long TookNs, bool Ok,
    IReadOnlyList<QueryShare> Nodes)
{
    public OpValue ToValue() => OpValue.Object(
    [
        new("number", OpValue.Integer(Number)), new("table", OpValue.Text(Table)),
        .. Tags.Count == 0
            ? []
            : (OpField[])[new("tags", OpValue.Object([.. Tags.Select(t => new OpField(t.Key, OpValue.Text(t.Value)))]))],
        .. OpValueFields.OfKnown("from", FromNs),
        .. OpValueFields.OfKnown("until", UntilNs),
        new("took", OpValue.Integer(TookNs)), new("ok", OpValue.Boolean(Ok)),
        new("nodes", OpValue.Array([.. Nodes.Select(n => n.ToValue())])),
    ]);

    /// <summary>Null when the value is not of this form.</summary>
    public static ServedQuery? From(OpValue value)
    {
        var tags = value.Field("tags").Fields ?? [];
        return value.Integer("number") is { } number && value.Text("table") is { } table && value.Integer("took") is { } took
            && value.Field("ok").AsBoolean is { } ok && Array.TrueForAll(tags, t => t.Value.AsText is not null)
            && value.Elements("nodes") is { } elements && Array.ConvertAll(elements, QueryShare.From) is var nodes
            && Array.TrueForAll(nodes, n => n is not null)
                ? new ServedQuery(
                    number, table, tags.ToDictionary(t => t.Name, t => t.Value.AsText!), value.Integer("from"), value.Integer("until"),
                    took, ok, nodes!)
                : null;
    }
}
