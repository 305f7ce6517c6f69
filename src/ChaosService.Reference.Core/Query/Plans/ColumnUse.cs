using ChaosService.Reference.Core.Query.Sql;

namespace ChaosService.Reference.Core.Query.Plans;

/// <summary>Which columns of its table a query names, and which of them must be numbers.</summary>
internal static class ColumnUse
{
    public const string Time = "time";

    /// <returns>Each once, without <c>time</c>.</returns>
    public static IReadOnlyList<string> Named(SelectStatement select) =>
    [
        .. select.Items.Concat(select.GroupBy).Select(i => i switch
        {
            ColumnItem column => column.Column,
            AggregateItem aggregate => aggregate.Column,
            _ => null,
        }).Concat(select.Tags.Select(t => t.Key)).OfType<string>().Where(c => c != Time).Distinct(),
    ];

    /// <summary>Arguments of a sum or an average, which must not be times.</summary>
    public static IReadOnlyList<string> Summed(SelectStatement select) =>
        [.. select.Aggregates.Where(a => a.Kind is AggregateKind.Sum or AggregateKind.Avg).Select(a => a.Column!).Distinct()];

    /// <summary>Whether the values of a column of the result are times.</summary>
    public static bool IsTime(SelectItem item) => item switch
    {
        BucketItem => true,
        ColumnItem column => column.Column == Time,
        AggregateItem aggregate => aggregate.Column == Time && aggregate.Kind is AggregateKind.Min or AggregateKind.Max,
        _ => false,
    };
}
