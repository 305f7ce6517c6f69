using ChaosService.Model.Histories;

namespace ChaosService.Model.Timeseries;

/// <summary>What a node really holds, whatever the catalog says: the value of an observation of the topic <see cref="Topic"/>.</summary>
/// <param name="Node">Its id, as the catalog's replica lists write it.</param>
/// <param name="Copies">All of this run's tables; each partition once.</param>
public sealed record ReplicasView(string Node, IReadOnlyList<ReplicaCopy> Copies)
{
    public const string Topic = "replicas";

    public OpValue ToValue() => OpValue.Object(
        [new("node", OpValue.Text(Node)), new("copies", OpValue.Array([.. Copies.Select(c => c.ToValue())]))]);

    /// <summary>Null when the value is not of this form.</summary>
    public static ReplicasView? From(OpValue value) =>
        value.Text("node") is { } node && value.Elements("copies") is { } elements
            && Array.ConvertAll(elements, ReplicaCopy.From) is var copies && Array.TrueForAll(copies, c => c is not null)
                ? new ReplicasView(node, copies!)
                : null;
}
