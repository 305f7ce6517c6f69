using ChaosService.Model.Histories;

namespace ChaosService.Model.KeyValue;

/// <summary>
/// All that a node has, and its own hash of it, read together: the value of an observation of the topic <see cref="Topic"/>.
/// </summary>
/// <param name="Root">The root of its Merkle tree, in hex.</param>
/// <param name="Values">By the whole key: SYNC repairs what is not the run's as well.</param>
/// <param name="Repaired">How many entries its SYNCs took from other nodes since its start; null: it does not tell.</param>
public sealed record TreeView(string Root, IReadOnlyDictionary<string, string> Values, long? Repaired)
{
    public const string Topic = "tree";

    public OpValue ToValue() => OpValue.Object(
    [
        new("root", OpValue.Text(Root)),
        new("entries", OpValue.Array(
        [
            .. Values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => OpValue.Object(
                [new("key", OpValue.Text(v.Key)), new("value", OpValue.Text(v.Value))])),
        ])),
        .. OpValueFields.OfKnown("repaired", Repaired),
    ]);

    /// <summary>Null when the value is not of this form.</summary>
    public static TreeView? From(OpValue value)
    {
        if (value.Text("root") is not { } root || value.Elements("entries") is not { } entries) return null;
        return Array.TrueForAll(entries, e => e.Text("key") is not null && e.Text("value") is not null)
            ? new TreeView(
                root, entries.ToDictionary(e => e.Text("key")!, e => e.Text("value")!, StringComparer.Ordinal), value.Integer("repaired"))
            : null;
    }
}
