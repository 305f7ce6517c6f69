using ChaosService.Reference.Core.Placement;

namespace ChaosService.Reference.Core.Query.Sql;

/// <summary>Reads the conditions after WHERE: time bounds and tag values, joined by AND.</summary>
internal static class SqlConditions
{
    public static (TimeRange Time, IReadOnlyList<KeyValuePair<string, string>> Tags) Read(SqlCursor cursor)
    {
        var (time, tags) = (SelectStatement.AllTime, new List<KeyValuePair<string, string>>());
        if (!cursor.Accept("WHERE")) return (time, tags);
        do
        {
            if (cursor.Accept("time")) time = Bound(cursor, time);
            else tags.Add(Tag(cursor));
        }
        while (cursor.Accept("AND"));
        return (time, tags);
    }

    private static TimeRange Bound(SqlCursor cursor, TimeRange time)
    {
        if (cursor.Accept(">=")) return After(cursor.Time());
        if (cursor.Accept("<")) return Before(cursor.Time());
        if (cursor.Accept(">")) return After(Next(cursor.Time()));
        if (cursor.Accept("<=")) return Before(Next(cursor.Time()));
        cursor.Expect("=");
        var only = cursor.Time();
        time = After(only);
        return Before(Next(only));

        TimeRange After(long start) => time with { Start = Math.Max(time.Start, start) };

        TimeRange Before(long end) => time with { End = Math.Min(time.End, end) };
    }

    /// <summary>The last representable ns is never a point's time: ranges exclude their end.</summary>
    private static long Next(long time) => time == long.MaxValue ? time : time + 1;

    private static KeyValuePair<string, string> Tag(SqlCursor cursor)
    {
        var key = cursor.Name("'time' or a tag");
        cursor.Expect("=");
        return new(key, cursor.Text("the value of a tag, in single quotes"));
    }
}
