using ChaosService.Model.Histories;

namespace ChaosService.Model.Timeseries;

/// <summary>What one node did for one query.</summary>
/// <param name="Node">Its id, as the catalog writes it.</param>
/// <param name="Partitions">For which it answered, each as the shard's number and the partition's: <c>3/0</c>.</param>
/// <param name="Points">Points that it looked at.</param>
/// <param name="Bytes">Their size.</param>
public sealed record QueryShare(string Node, IReadOnlyList<string> Partitions, long Points, long Bytes)
{
    public OpValue ToValue() => OpValue.Object(
    [
        new("node", OpValue.Text(Node)), new("partitions", OpValueFields.OfTexts(Partitions)), new("points", OpValue.Integer(Points)),
        new("bytes", OpValue.Integer(Bytes)),
    ]);

    /// <summary>Null when the value is not of this form.</summary>
    public static QueryShare? From(OpValue value) =>
        value.Text("node") is { } node && value.Texts("partitions") is { } partitions && value.Integer("points") is { } points
            && value.Integer("bytes") is { } bytes
                ? new QueryShare(node, partitions, points, bytes)
                : null;
}
