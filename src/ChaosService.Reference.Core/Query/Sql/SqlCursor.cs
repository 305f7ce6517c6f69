using System.Globalization;

namespace ChaosService.Reference.Core.Query.Sql;

/// <summary>
/// The position of a reader among the tokens. The first error counts; after it every token reads as the end, so that callers need not
/// check for it in between.
/// </summary>
internal sealed class SqlCursor(IReadOnlyList<SqlToken> tokens)
{
    private static readonly Dictionary<string, long> Units = new(StringComparer.OrdinalIgnoreCase)
    {
        ["nanosecond"] = 1,
        ["microsecond"] = 1_000,
        ["millisecond"] = 1_000_000,
        ["second"] = 1_000_000_000,
        ["minute"] = 60_000_000_000,
        ["hour"] = 3_600_000_000_000,
        ["day"] = 86_400_000_000_000,
    };

    private static readonly string[] Reserved =
        ["SELECT", "FROM", "WHERE", "AND", "OR", "NOT", "GROUP", "ORDER", "BY", "LIMIT", "AS", "JOIN", "HAVING", "UNION"];

    private int _at;

    public SqlError? Error { get; private set; }

    public int Position => Current.Position;

    private SqlToken Current => Error is null ? tokens[_at] : tokens[^1];

    public void Fail(int position, string message) => Error ??= new(position, message);

    public bool Accept(params ReadOnlySpan<string> words)
    {
        if (Error is not null) return false;
        for (var i = 0; i < words.Length; i++)
            if (_at + i >= tokens.Count || !tokens[_at + i].Is(words[i])) return false;
        _at += words.Length;
        return true;
    }

    public void Expect(string word)
    {
        if (!Accept(word)) Fail(Position, $"{Current} where {word} is expected");
    }

    public void End()
    {
        if (Current.Kind != SqlTokenKind.End) Fail(Position, $"{Current} is beyond what is understood here: nothing more is expected");
    }

    public List<T> List<T>(Func<T> read)
    {
        var list = new List<T> { read() };
        while (Accept(",")) list.Add(read());
        return list;
    }

    public string Name(string what) => Current switch
    {
        { Kind: SqlTokenKind.QuotedName } => Take(),
        { Kind: SqlTokenKind.Word, Text: var word } when !Reserved.Contains(word, StringComparer.OrdinalIgnoreCase) => Take(),
        _ => Missing(what),
    };

    public string Text(string what) => Current.Kind == SqlTokenKind.Text ? Take() : Missing(what);

    public long Whole(string what)
    {
        if (Current.Kind == SqlTokenKind.Number && long.TryParse(Current.Text, CultureInfo.InvariantCulture, out var value) && value >= 0)
        {
            _at++;
            return value;
        }
        Missing($"a whole number from 0 on, {what},");
        return 0;
    }

    /// <summary>A number of ns since 1970, or an RFC 3339 string.</summary>
    public long Time()
    {
        var token = Current;
        if (token.Kind == SqlTokenKind.Number && long.TryParse(token.Text, CultureInfo.InvariantCulture, out var nanoseconds))
        {
            _at++;
            return nanoseconds;
        }
        if (token.Kind == SqlTokenKind.Text && Rfc3339.ToNanoseconds(token.Text) is { } time)
        {
            _at++;
            return time;
        }
        Missing("a time, in ns since 1970 or as '2026-01-31T12:00:00Z',");
        return 0;
    }

    /// <summary>Such as <c>'5 minutes'</c>, in ns.</summary>
    public long Interval()
    {
        var parts = Current.Kind == SqlTokenKind.Text ? Current.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
        if (parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && Units.TryGetValue(parts[1].TrimEnd('s', 'S'), out var unit) && count > 0 && count <= long.MaxValue / unit)
        {
            _at++;
            return count * unit;
        }
        Missing($"an interval as '5 minutes' ({string.Join(", ", Units.Keys)})");
        return 1;
    }

    private string Take() => tokens[_at++].Text;

    private string Missing(string what)
    {
        Fail(Position, $"{Current} where {what} is expected");
        return "";
    }
}
