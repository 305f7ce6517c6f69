using ChaosService.Model.Histories;

namespace ChaosService.Model.Timeseries;

/// <summary>
/// A write of <see cref="Count"/> points from <see cref="First"/> on: the value of <see cref="Functions.WritePoints"/>. The op's key is the
/// table.
/// </summary>
/// <param name="IsStrict">All lines are to be stored, or none.</param>
/// <param name="Refused">Once it is ok: the numbers whose lines the answer names as not stored; all others are.</param>
/// <param name="Error">What the answer said, in full; null when it said nothing.</param>
public sealed record PointBatch(
    PointShape Shape, long First, int Count, bool IsStrict = false, IReadOnlyList<long>? Refused = null, string? Error = null)
{
    /// <summary>The most points of a batch: each batch has its own block of numbers.</summary>
    public const int CountMax = 10_000;

    public long Last => First + Count - 1;

    public OpValue ToValue() => OpValue.Object(
    [
        new("shape", OpValue.Text(Shape.ToString())), new("first", OpValue.Integer(First)), new("count", OpValue.Integer(Count)),
        .. Optional("strict", IsStrict ? OpValue.Boolean(true) : default),
        .. Optional("refused", Refused is { Count: > 0 } refused ? OpValue.List([.. refused]) : default),
        .. Optional("error", Error is { } error ? OpValue.Text(error) : default),
    ]);

    /// <summary>Null when the value is not of this form.</summary>
    public static PointBatch? From(OpValue value) =>
        value.Text("shape") is { } text && PointShape.Parse(text) is { } shape && value.Integer("first") is >= 0 and <= PointShape.NumberMax
            && value.Integer("count") is > 0 and <= CountMax
                ? new PointBatch(
                    shape, value.Integer("first")!.Value, (int)value.Integer("count")!.Value, value.Field("strict").AsBoolean == true,
                    value.Integers("refused"), value.Text("error"))
                : null;

    private static OpField[] Optional(string name, OpValue value) => value.Kind == OpValueKind.None ? [] : [new(name, value)];
}
