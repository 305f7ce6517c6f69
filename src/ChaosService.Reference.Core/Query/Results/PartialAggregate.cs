using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Query.Sql;

namespace ChaosService.Reference.Core.Query.Results;

/// <summary>
/// One partition's part of an aggregate, in a form in which two of them can be merged. AVG has no form of its own: it is a sum and a count
/// until all have arrived. Sums of integers are exact; those of floats depend on the order, which is that of the plan.
/// </summary>
internal readonly record struct PartialAggregate(long Count, Int128 Whole, double Float, bool IsFloat, FieldValue? Least, FieldValue? Most)
{
    /// <param name="value">Null is not counted.</param>
    public PartialAggregate Add(FieldValue? value) => value is { } v ? Merge(Of(v)) : this;

    public PartialAggregate AddRow() => this with { Count = Count + 1 };

    public PartialAggregate Merge(PartialAggregate other) => new(
        Count + other.Count, Whole + other.Whole, Float + other.Float, IsFloat || other.IsFloat,
        Better(Least, other.Least, sign: -1), Better(Most, other.Most, sign: 1));

    /// <returns>Null without a value, and for a sum that does not fit 64 bits.</returns>
    public FieldValue? Result(AggregateKind kind) => kind switch
    {
        AggregateKind.Count => FieldValue.Of(Count),
        AggregateKind.Min => Least,
        AggregateKind.Max => Most,
        _ when Count == 0 => null,
        AggregateKind.Avg => FieldValue.Of((Float + (double)Whole) / Count),
        _ when IsFloat => FieldValue.Of(Float + (double)Whole),
        _ => Whole >= long.MinValue && Whole <= long.MaxValue ? FieldValue.Of((long)Whole) : null,
    };

    private static PartialAggregate Of(FieldValue v) => new(
        1,
        v.Kind switch { FieldKind.Integer => v.Integer, FieldKind.Unsigned => v.Unsigned, FieldKind.Boolean => v.Bits, _ => 0 },
        v.Kind == FieldKind.Float ? v.Float : 0, v.Kind == FieldKind.Float, v, v);

    private static FieldValue? Better(FieldValue? a, FieldValue? b, int sign) =>
        a is not { } left ? b : b is not { } right ? a : Math.Sign(Cells.Compare(left, right)) == -sign ? right : left;
}
