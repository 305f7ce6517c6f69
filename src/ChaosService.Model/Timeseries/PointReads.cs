using ChaosService.Model.Histories;

namespace ChaosService.Model.Timeseries;

/// <summary>
/// Every point of a table, read through each node that runs: the value of <see cref="Functions.ReadPoints"/>. The op's key is the table.
/// </summary>
/// <param name="Nodes">What each answered; none before it is ok.</param>
/// <param name="Error">What the answer said, in full; null when it said nothing.</param>
public sealed record PointReads(PointShape Shape, IReadOnlyList<NodePoints> Nodes, string? Error = null)
{
    public OpValue ToValue() => OpValue.Object(
    [
        new("shape", OpValue.Text(Shape.ToString())),
        .. Nodes.Count > 0 ? new OpField[] { new("nodes", OpValue.Array([.. Nodes.Select(n => n.ToValue())])) } : [],
        .. Error is { } error ? new OpField[] { new("error", OpValue.Text(error)) } : [],
    ]);

    /// <summary>Null when the value is not of this form.</summary>
    public static PointReads? From(OpValue value) =>
        value.Text("shape") is { } text && PointShape.Parse(text) is { } shape
            && Array.ConvertAll(value.Elements("nodes") ?? [], NodePoints.From) is var nodes && Array.TrueForAll(nodes, n => n is not null)
                ? new PointReads(shape, nodes!, value.Text("error"))
                : null;
}
