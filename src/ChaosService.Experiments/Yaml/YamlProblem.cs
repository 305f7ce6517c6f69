using ChaosService.Model.Configuration;
using YamlDotNet.Core;

namespace ChaosService.Experiments.Yaml;

/// <summary>The error of the YAML parser, with the fix for the most common mistakes.</summary>
internal static class YamlProblem
{
    private const int ExcerptMax = 60;

    public static Problem From(SourcePlace place, string text, Exception error)
    {
        var lines = text.Split('\n');
        // The parser reports the map around a tab; the user looks for the tab.
        var tabbed = Array.FindIndex(lines, line => line.TakeWhile(char.IsWhiteSpace).Contains('\t'));
        if (tabbed >= 0)
            return new Problem(
                place with { Line = tabbed + 1, Column = lines[tabbed].IndexOf('\t') + 1 }, "a tab indents this line", null,
                "indent with spaces");
        var excerpt = lines.ElementAtOrDefault(place.Line - 1)?.Trim() is { Length: > 0 } line ? line : null;
        return new Problem(
            place, $"this is not YAML ({Reason(error)})", excerpt?.Length > ExcerptMax ? excerpt[..ExcerptMax] + "…" : excerpt,
            "check the indentation, the brackets and the quotes of this line and the one above");
    }

    private static string Reason(Exception error)
    {
        if (error is not YamlException || error.Message.Length == 0) return "it cannot be parsed from here on";
        var message = error.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
        return char.ToLowerInvariant(message[0]) + message[1..];
    }
}
