using ChaosService.Model.Histories;

namespace ChaosService.Model.Timeseries;

/// <summary>
/// The owners of the shards, as the catalog shows them through one node: the value of an observation of the topic <see cref="Topic"/>.
/// </summary>
/// <param name="Shards">All of this run's tables.</param>
public sealed record ShardsView(IReadOnlyList<ShardView> Shards)
{
    public const string Topic = "shards";

    public OpValue ToValue() => OpValue.Object([new("shards", OpValue.Array([.. Shards.Select(s => s.ToValue())]))]);

    /// <summary>Null when the value is not of this form.</summary>
    public static ShardsView? From(OpValue value) =>
        value.Elements("shards") is { } elements && Array.ConvertAll(elements, ShardView.From) is var shards
            && Array.TrueForAll(shards, s => s is not null)
                ? new ShardsView(shards!)
                : null;
}
