namespace ChaosService.Reference.Core.Query.Sql;

/// <summary>A client's request: a query, or the explanation of one.</summary>
/// <param name="Sql">Without EXPLAIN.</param>
internal sealed record QueryText(string Sql, bool IsExplained)
{
    private const string Explain = "EXPLAIN";

    public static QueryText Of(string text)
    {
        var sql = text.AsSpan().TrimStart();
        return sql.Length > Explain.Length && sql.StartsWith(Explain, StringComparison.OrdinalIgnoreCase)
            && char.IsWhiteSpace(sql[Explain.Length])
            ? new(sql[Explain.Length..].ToString(), true)
            : new(text, false);
    }
}
