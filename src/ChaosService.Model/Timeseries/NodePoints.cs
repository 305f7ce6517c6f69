using ChaosService.Model.Histories;

namespace ChaosService.Model.Timeseries;

/// <summary>The points of a table, as one node answered.</summary>
/// <param name="Found">The numbers of points that are as their numbers say, as <see cref="NumberRanges"/>.</param>
/// <param name="Again">Those of them that were there more than once, once for each further time.</param>
/// <param name="Strange">Rows that are not as their number says, or have none: the first few, as they were answered.</param>
/// <param name="StrangeCount">How many there were in all.</param>
public sealed record NodePoints(string Node, long[] Found, long[] Again, IReadOnlyList<string> Strange, long StrangeCount)
{
    public const int StrangeMax = 10;

    public OpValue ToValue() => OpValue.Object(
    [
        new("node", OpValue.Text(Node)), new("found", OpValue.List(Found)),
        .. Again.Length > 0 ? new OpField[] { new("again", OpValue.List(Again)) } : [],
        .. StrangeCount > 0
            ? new OpField[] { new("strange", OpValueFields.OfTexts(Strange)), new("strangeCount", OpValue.Integer(StrangeCount)) }
            : [],
    ]);

    /// <summary>Null when the value is not of this form.</summary>
    public static NodePoints? From(OpValue value) =>
        value.Text("node") is { } node && value.Integers("found") is { } found && NumberRanges.Are(found)
            ? new NodePoints(
                node, found, value.Integers("again") ?? [], value.Texts("strange") ?? [], value.Integer("strangeCount") ?? 0)
            : null;
}
