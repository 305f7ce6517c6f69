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
/// <param name="Name">What it is called there.</param>
internal abstract record SelectItem(string Name);

/// <summary>A tag, a field or <c>time</c> as it is stored.</summary>
internal sealed record ColumnItem(string Column, string Name) : SelectItem(Name);

/// <summary>The beginning of the bucket of time that a point is in.</summary>
/// <param name="Width">In ns.</param>
internal sealed record BucketItem(long Width, string Name) : SelectItem(Name);

/// <param name="Column">Null for all rows; otherwise those that have it.</param>
internal sealed record AggregateItem(AggregateKind Kind, string? Column, string Name) : SelectItem(Name);

/// <param name="Name">Of a column of the result.</param>
/// <param name="Position">Where the query says it, beginning with 1.</param>
internal readonly record struct SortKey(string Name, bool IsDescending, int Position);

/// <summary>A query. With aggregates, every other item is one of <see cref="GroupBy"/>.</summary>
/// <param name="Items">Empty for <c>*</c>, which <see cref="Expand"/> takes the place of.</param>
/// <param name="Time">What the conditions leave of time, in ns.</param>
/// <param name="Tags">The value that each of these tags has.</param>
/// <param name="GroupBy">Columns and buckets; they need not be in the result.</param>
/// <param name="Limit">Rows at most; null for all.</param>
internal sealed record SelectStatement(
    IReadOnlyList<SelectItem> Items, string Table, TimeRange Time, IReadOnlyList<KeyValuePair<string, string>> Tags,
    IReadOnlyList<SelectItem> GroupBy, IReadOnlyList<SortKey> OrderBy, long? Limit)
{
    public static TimeRange AllTime { get; } = new(long.MinValue, long.MaxValue);

    public IReadOnlyList<AggregateItem> Aggregates => [.. Items.OfType<AggregateItem>()];

    public bool IsAggregate => Items.Any(i => i is AggregateItem) || GroupBy.Count > 0;

    /// <summary>Puts the columns of the table in the place of <c>*</c>.</summary>
    /// <returns>What is wrong, or null.</returns>
    public SqlError? Expand(IReadOnlyList<string> columns, out SelectStatement expanded)
    {
        expanded = Items.Count > 0 ? this : this with { Items = [.. columns.Select(c => new ColumnItem(c, c))] };
        return expanded.WrongSort();
    }

    /// <summary>Rows are ordered by what is in them.</summary>
    public SqlError? WrongSort()
    {
        foreach (var key in OrderBy)
            if (!Items.Any(i => i.Name == key.Name))
                return new(key.Position, $"'{key.Name}' is no column of the result: select it, too");
        return null;
    }

    /// <returns>Null when no condition says it.</returns>
    public string? Tag(string key)
    {
        foreach (var tag in Tags)
            if (tag.Key == key) return tag.Value;
        return null;
    }
}
