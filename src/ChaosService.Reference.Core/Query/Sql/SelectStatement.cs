using ChaosService.Reference.Core.Placement;

namespace ChaosService.Reference.Core.Query.Sql;

internal enum AggregateKind
{
    Count,
    Sum,
    Min,
    Max,
    Avg,
}

/// <summary>One column of the result.</summary>
/// <param name="Name">Its name in the result.</param>
internal abstract record SelectItem(string Name);

/// <summary>A tag, a field or <c>time</c> as stored.</summary>
internal sealed record ColumnItem(string Column, string Name) : SelectItem(Name);

/// <summary>The start of the time bucket that contains a point.</summary>
/// <param name="Width">In ns.</param>
internal sealed record BucketItem(long Width, string Name) : SelectItem(Name);

/// <param name="Column">Null counts all rows; otherwise only those that have the column.</param>
internal sealed record AggregateItem(AggregateKind Kind, string? Column, string Name) : SelectItem(Name);

/// <param name="Name">Of a column of the result.</param>
/// <param name="Position">Where it is in the query, from 1.</param>
internal readonly record struct SortKey(string Name, bool IsDescending, int Position);

/// <summary>A query. With aggregates, every other item is one of <see cref="GroupBy"/>.</summary>
/// <param name="Items">Empty for <c>*</c>, which <see cref="Expand"/> replaces.</param>
/// <param name="Time">The range left by the conditions, in ns.</param>
/// <param name="Tags">The required value of each of these tags.</param>
/// <param name="GroupBy">Columns and buckets; they need not be in the result.</param>
/// <param name="Limit">The most rows; null for all.</param>
internal sealed record SelectStatement(
    IReadOnlyList<SelectItem> Items, string Table, TimeRange Time, IReadOnlyList<KeyValuePair<string, string>> Tags,
    IReadOnlyList<SelectItem> GroupBy, IReadOnlyList<SortKey> OrderBy, long? Limit)
{
    public static TimeRange AllTime { get; } = new(long.MinValue, long.MaxValue);

    public IReadOnlyList<AggregateItem> Aggregates => [.. Items.OfType<AggregateItem>()];

    public bool IsAggregate => Items.Any(i => i is AggregateItem) || GroupBy.Count > 0;

    /// <summary>Replaces <c>*</c> with the columns of the table.</summary>
    /// <returns>The error, or null.</returns>
    public SqlError? Expand(IReadOnlyList<string> columns, out SelectStatement expanded)
    {
        expanded = Items.Count > 0 ? this : this with { Items = [.. columns.Select(c => new ColumnItem(c, c))] };
        return expanded.WrongSort();
    }

    /// <summary>ORDER BY may only use columns of the result.</summary>
    public SqlError? WrongSort()
    {
        foreach (var key in OrderBy)
            if (!Items.Any(i => i.Name == key.Name))
                return new(key.Position, $"'{key.Name}' is no column of the result: select it, too");
        return null;
    }

    /// <returns>Null when no condition gives one.</returns>
    public string? Tag(string key)
    {
        foreach (var tag in Tags)
            if (tag.Key == key) return tag.Value;
        return null;
    }
}
