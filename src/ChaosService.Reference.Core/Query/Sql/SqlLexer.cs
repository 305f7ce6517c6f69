using System.Text;

namespace ChaosService.Reference.Core.Query.Sql;

/// <summary>Splits a text into tokens; the last one is <see cref="SqlTokenKind.End"/>.</summary>
internal static class SqlLexer
{
    private static readonly string[] Signs = ["<=", ">=", "<", ">", "=", ",", "(", ")", "*", ";"];

    /// <returns>The error, or null.</returns>
    public static SqlError? Cut(string sql, out List<SqlToken> tokens)
    {
        tokens = [];
        for (var at = 0; at < sql.Length;)
        {
            if (char.IsWhiteSpace(sql[at]))
            {
                at++;
                continue;
            }
            if (Next(sql, at, out var length) is not { } token)
                return new(at + 1, sql[at] is '\'' or '"' ? "a quote is not closed" : $"'{sql[at]}' is no part of a query");
            tokens.Add(token);
            at += length;
        }
        tokens.Add(new(SqlTokenKind.End, "", sql.Length + 1));
        return null;
    }

    private static SqlToken? Next(string sql, int at, out int length)
    {
        if (sql[at] is '\'' or '"') return Quoted(sql, at, out length);
        var isNumber = char.IsAsciiDigit(sql[at]) || (sql[at] == '-' && at + 1 < sql.Length && char.IsAsciiDigit(sql[at + 1]));
        length = isNumber ? 1 : 0;
        while (at + length < sql.Length && (isNumber ? char.IsAsciiDigit(sql[at + length]) : IsOfWord(sql[at + length]))) length++;
        if (length > 0) return new(isNumber ? SqlTokenKind.Number : SqlTokenKind.Word, sql.Substring(at, length), at + 1);
        if (Array.Find(Signs, s => sql.AsSpan(at).StartsWith(s)) is not { } sign) return null;
        length = sign.Length;
        return new(SqlTokenKind.Sign, sign, at + 1);
    }

    /// <summary>A doubled quote stands for one quote.</summary>
    private static SqlToken? Quoted(string sql, int at, out int length)
    {
        var (quote, text, end) = (sql[at], new StringBuilder(), at + 1);
        for (; end < sql.Length; end++)
        {
            if (sql[end] == quote && (end + 1 == sql.Length || sql[end + 1] != quote)) break;
            if (sql[end] == quote) end++;
            text.Append(sql[end]);
        }
        length = end + 1 - at;
        return end < sql.Length ? new(quote == '"' ? SqlTokenKind.QuotedName : SqlTokenKind.Text, text.ToString(), at + 1) : null;
    }

    private static bool IsOfWord(char c) => char.IsLetterOrDigit(c) || c == '_';
}
