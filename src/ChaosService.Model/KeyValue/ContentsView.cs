using ChaosService.Model.Histories;

namespace ChaosService.Model.KeyValue;

/// <summary>What a node has under the run's keys: the value of an observation of the topic <see cref="Topic"/>.</summary>
/// <param name="Values">By key, without the prefix of the run's keys; null: the node has no such key.</param>
public sealed record ContentsView(IReadOnlyDictionary<string, string?> Values)
{
    public const string Topic = "contents";

    public OpValue ToValue() => OpValue.Array(
    [
        .. Values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => OpValue.Object(
            [new("key", OpValue.Text(v.Key)), new("value", v.Value is null ? OpValue.None : OpValue.Text(v.Value))])),
    ]);

    /// <summary>Null when the value is not of this form.</summary>
    public static ContentsView? From(OpValue value)
    {
        if (value is { Kind: OpValueKind.List, Items.Length: 0 }) return new ContentsView(new Dictionary<string, string?>());
        return value.Elements is { } elements && Array.TrueForAll(elements, e => e.Text("key") is not null)
            ? new ContentsView(elements.ToDictionary(e => e.Text("key")!, e => e.Text("value"), StringComparer.Ordinal))
            : null;
    }
}
