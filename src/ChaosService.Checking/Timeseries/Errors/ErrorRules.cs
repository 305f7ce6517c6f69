using System.Text.RegularExpressions;

namespace ChaosService.Checking.Timeseries.Errors;

/// <summary>What a database's error must tell its reader: where and why, without internals.</summary>
internal static partial class ErrorRules
{
    private const int CharactersMax = 2000;

    /// <summary>Shorter texts name no cause: <c>internal error</c>, <c>not found</c>.</summary>
    private const int WordsMin = 3;

    /// <returns>The rule that the text violates, and how; null: none.</returns>
    public static (string Anomaly, string Why)? Broken(string text, string? table)
    {
        if (string.IsNullOrWhiteSpace(text)) return ("empty", "it says nothing");
        if (text.Length > CharactersMax) return ("endless", $"it is {text.Length} characters long, above {CharactersMax}");
        if (Insides().Match(text) is { Success: true } inside) return ("insides", $"it shows the program's insides: '{inside.Value}'");
        if (text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length < WordsMin) return ("no-cause", "it has no cause");
        var namesTable = table is not null && text.Contains(table, StringComparison.Ordinal);
        return namesTable || Subject().IsMatch(text) ? null : ("no-subject", "it names no node, table, shard, line or value");
    }

    [GeneratedRegex(@"\n\s+at \S+\(|\b\w+Exception\b|\bpanicked at\b|\bstack (trace|backtrace)\b|0x[0-9a-f]{8,}", RegexOptions.IgnoreCase)]
    private static partial Regex Insides();

    /// <summary>A kind of object with its name or number, a value in quotes, or an address.</summary>
    [GeneratedRegex(
        @"\b(node|table|database|shard|partition|line|column|field|tag|status|group|move|leader|catalog|precision|disk|resource)\b"
            + @"|'[^']*'|""[^""]*""|\b\w+_\w+\b|\b\d+(\.\d+){3}(:\d+)?\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Subject();
}
