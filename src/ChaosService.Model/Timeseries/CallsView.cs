using ChaosService.Model.Histories;

namespace ChaosService.Model.Timeseries;

/// <summary>
/// The latest calls of a shard's move that a node received, in their order: the value of an observation of the topic <see cref="Topic"/>.
/// </summary>
/// <param name="Node">Its id, as the catalog writes it.</param>
public sealed record CallsView(string Node, IReadOnlyList<ReceivedCall> Calls)
{
    public const string Topic = "calls";

    public OpValue ToValue() => OpValue.Object(
        [new("node", OpValue.Text(Node)), new("calls", OpValue.Array([.. Calls.Select(c => c.ToValue())]))]);

    /// <summary>Null when the value is not of this form.</summary>
    public static CallsView? From(OpValue value) =>
        value.Text("node") is { } node && value.Elements("calls") is { } elements
            && Array.ConvertAll(elements, ReceivedCall.From) is var calls && Array.TrueForAll(calls, c => c is not null)
                ? new CallsView(node, calls!)
                : null;
}
