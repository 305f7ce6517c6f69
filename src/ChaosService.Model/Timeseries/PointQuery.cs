using ChaosService.Model.Histories;

namespace ChaosService.Model.Timeseries;

/// <summary>
/// A question about the points of a table: the value of <see cref="Functions.Query"/>. The op's key is the table. All conditions must hold.
/// </summary>
/// <param name="Aggregates">
/// Whether <see cref="PointGroup"/>s are requested; otherwise the numbers of the points.
/// </param>
/// <param name="GroupBy"><c>key</c>, <c>region</c>, or null: all points are one group.</param>
/// <param name="FromNs">Inclusive.</param>
/// <param name="UntilNs">Exclusive.</param>
public sealed record PointQuery(
    PointShape Shape, bool Aggregates, string? GroupBy = null, int? Key = null, int? Region = null, long? FromNs = null,
    long? UntilNs = null)
{
    public const string ByKey = "key";
    public const string ByRegion = "region";

    /// <summary>Once it is ok and points were asked for: their numbers, in the order of the answer.</summary>
    public IReadOnlyList<long>? Numbers { get; init; }

    /// <summary>Once it is ok and aggregates were asked for.</summary>
    public IReadOnlyList<PointGroup>? Groups { get; init; }

    /// <summary>What the answer said, in full, where it was an error.</summary>
    public string? Error { get; init; }

    public bool Matches(in SeriesPoint point) =>
        (Key is not { } key || point.Key == key) && (Region is not { } region || point.Region == region)
            && (FromNs is not { } from || point.TimeNs >= from) && (UntilNs is not { } until || point.TimeNs < until);

    /// <summary>The group that a point belongs to, as its tag is written; null when there is one group.</summary>
    public string? GroupOf(in SeriesPoint point) => GroupBy switch
    {
        ByKey => $"k{point.Key}",
        ByRegion => $"r{point.Region}",
        _ => null,
    };

    public OpValue ToValue()
    {
        List<OpField> fields =
        [
            new("shape", OpValue.Text(Shape.ToString())), new("select", OpValue.Text(Aggregates ? "aggregates" : "points")),
        ];
        if (GroupBy is not null) fields.Add(new("by", OpValue.Text(GroupBy)));
        if (Key is { } key) fields.Add(new("key", OpValue.Integer(key)));
        if (Region is { } region) fields.Add(new("region", OpValue.Integer(region)));
        if (FromNs is { } from) fields.Add(new("from", OpValue.Integer(from)));
        if (UntilNs is { } until) fields.Add(new("until", OpValue.Integer(until)));
        if (Numbers is not null) fields.Add(new("rows", OpValue.List([.. Numbers])));
        if (Groups is not null) fields.Add(new("rows", OpValue.Array([.. Groups.Select(g => g.ToValue())])));
        if (Error is not null) fields.Add(new("error", OpValue.Text(Error)));
        return OpValue.Object([.. fields]);
    }

    /// <summary>Null when the value is not of this form.</summary>
    public static PointQuery? From(OpValue value)
    {
        if (value.Text("shape") is not { } text || PointShape.Parse(text) is not { } shape) return null;
        if (value.Text("select") is not ("aggregates" or "points")) return null;
        var aggregates = value.Text("select") == "aggregates";
        var hasRows = value.Field("rows").Kind != OpValueKind.None;
        var groups = aggregates && hasRows ? Array.ConvertAll(value.Elements("rows") ?? [default], PointGroup.From) : null;
        if (groups is not null && Array.Exists(groups, g => g is null)) return null;
        if (!aggregates && hasRows && value.Integers("rows") is null) return null;
        return new PointQuery(
            shape, aggregates, value.Text("by"), (int?)value.Integer("key"), (int?)value.Integer("region"), value.Integer("from"),
            value.Integer("until"))
        {
            Numbers = aggregates ? null : value.Integers("rows"), Groups = groups!, Error = value.Text("error"),
        };
    }
}
