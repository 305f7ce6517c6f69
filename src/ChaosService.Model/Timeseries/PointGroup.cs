using ChaosService.Model.Histories;

namespace ChaosService.Model.Timeseries;

/// <summary>What a query with aggregates answers of one group.</summary>
/// <param name="Group">The value of the tag that it is grouped by; null: all points are one group.</param>
/// <param name="Count">How many points.</param>
/// <param name="Sum">Of the field <c>n</c>; null of no points. This and the next three.</param>
/// <param name="Min">Of the field <c>load</c>, as are the next two.</param>
/// <param name="Max">See <paramref name="Min"/>.</param>
/// <param name="Average">See <paramref name="Min"/>.</param>
public sealed record PointGroup(string? Group, long Count, long? Sum, double? Min, double? Max, double? Average)
{
    /// <summary><c>[group,count,sum,min,max,average]</c>.</summary>
    public OpValue ToValue() => OpValue.Array(
    [
        Group is { } group ? OpValue.Text(group) : OpValue.None, OpValue.Integer(Count),
        Sum is { } sum ? OpValue.Integer(sum) : OpValue.None, Of(Min), Of(Max), Of(Average),
    ]);

    /// <summary>Null when the value is not of this form.</summary>
    public static PointGroup? From(OpValue value) =>
        value.Elements is [var group, { Kind: OpValueKind.Integer } count, var sum, var min, var max, var average]
            && group.Kind is OpValueKind.None or OpValueKind.Text && sum.Kind is OpValueKind.None or OpValueKind.Integer
                ? new PointGroup(
                    group.AsText, count.First, sum.Kind == OpValueKind.None ? null : sum.First, Number(min), Number(max), Number(average))
                : null;

    private static OpValue Of(double? number) => number is { } value ? OpValue.Float(value) : OpValue.None;

    /// <summary>A whole float may be written as a whole number.</summary>
    private static double? Number(OpValue value) => value.Kind == OpValueKind.Integer ? value.First : value.AsFloat;
}
