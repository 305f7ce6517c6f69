namespace ChaosService.Reference.Core.Query.Sql;

/// <summary>
/// Reads <c>SELECT items FROM table [WHERE time … AND tag = '…'] [GROUP BY …] [ORDER BY …] [LIMIT n]</c>. Anything else is an error
/// that says so; no query is half understood.
/// </summary>
internal static class SqlParser
{
    /// <returns>The error, or null.</returns>
    public static SqlError? Parse(string sql, out SelectStatement? select)
    {
        select = null;
        if (SqlLexer.Cut(sql, out var tokens) is { } wrong) return wrong;
        var cursor = new SqlCursor(tokens);
        cursor.Expect("SELECT");
        var items = Items(cursor);
        cursor.Expect("FROM");
        var table = cursor.Name("the name of a table");
        var (time, tags) = SqlConditions.Read(cursor);
        var groupBy = cursor.Accept("GROUP", "BY") ? cursor.List(() => Group(cursor, items)) : [];
        var orderBy = cursor.Accept("ORDER", "BY") ? cursor.List(() => Sort(cursor)) : [];
        var limit = cursor.Accept("LIMIT") ? cursor.Whole("how many rows") : (long?)null;
        cursor.Accept(";");
        cursor.End();
        CheckGroups(cursor, items, groupBy);
        if (cursor.Error is not null) return cursor.Error;
        select = new(items, table, time, tags, groupBy, orderBy, limit);
        return items.Count > 0 ? select.WrongSort() : null;
    }

    private static List<SelectItem> Items(SqlCursor cursor) => cursor.Accept("*") ? [] : cursor.List(() => Item(cursor));

    private static SelectItem Item(SqlCursor cursor)
    {
        SelectItem item = Bucket(cursor) is { } bucket ? bucket : Aggregate(cursor) is { } aggregate ? aggregate : Column(cursor);
        return cursor.Accept("AS") ? item with { Name = cursor.Name("a name for the column") } : item;
    }

    private static ColumnItem Column(SqlCursor cursor)
    {
        var name = cursor.Name("a column, COUNT, SUM, MIN, MAX, AVG or date_bin");
        return new(name, name);
    }

    private static AggregateItem? Aggregate(SqlCursor cursor)
    {
        foreach (var kind in Enum.GetValues<AggregateKind>())
        {
            var word = $"{kind}".ToUpperInvariant();
            if (!cursor.Accept(word, "(")) continue;
            var column = kind == AggregateKind.Count && cursor.Accept("*") ? null : cursor.Name("a column");
            cursor.Expect(")");
            return new(kind, column, $"{word}({column ?? "*"})");
        }
        return null;
    }

    private static BucketItem? Bucket(SqlCursor cursor)
    {
        if (!cursor.Accept("date_bin", "(")) return null;
        cursor.Expect("INTERVAL");
        var width = cursor.Interval();
        cursor.Expect(",");
        cursor.Expect("time");
        cursor.Expect(")");
        return new(width, "time");
    }

    /// <summary>GROUP BY may use the name of a result column.</summary>
    private static SelectItem Group(SqlCursor cursor, IReadOnlyList<SelectItem> items)
    {
        if (Bucket(cursor) is { } bucket) return bucket;
        var column = Column(cursor);
        SelectItem? named = items.OfType<BucketItem>().FirstOrDefault(b => b.Name == column.Name);
        return named ?? column;
    }

    private static SortKey Sort(SqlCursor cursor)
    {
        var at = cursor.Position;
        var name = Aggregate(cursor)?.Name ?? cursor.Name("a column of the result");
        var isDescending = cursor.Accept("DESC");
        if (!isDescending) cursor.Accept("ASC");
        return new(name, isDescending, at);
    }

    private static void CheckGroups(SqlCursor cursor, IReadOnlyList<SelectItem> items, IReadOnlyList<SelectItem> groupBy)
    {
        var isAggregate = groupBy.Count > 0 || items.Any(i => i is AggregateItem);
        if (isAggregate && items.Count == 0) cursor.Fail(1, "* cannot be grouped: name the columns");
        if (items.FirstOrDefault(i => isAggregate && i is not AggregateItem && !groupBy.Any(g => IsSame(g, i))) is { } loose)
            cursor.Fail(1, $"'{loose.Name}' is neither an aggregate nor in GROUP BY: it has no single value in a group");
    }

    public static bool IsSame(SelectItem group, SelectItem item) => (group, item) switch
    {
        (BucketItem a, BucketItem b) => a.Width == b.Width,
        (ColumnItem a, ColumnItem b) => a.Column == b.Column,
        _ => false,
    };
}
