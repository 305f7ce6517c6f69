using ChaosService.Model.Configuration;

namespace ChaosService.Experiments.Yaml;

/// <summary>What the YAML parser stumbled over, with the fix for what people do most.</summary>
internal static class YamlProblem
{
    public static Problem From(SourcePlace place, string text, Exception error)
    {
        var line = text.Split('\n').ElementAtOrDefault(place.Line - 1) ?? "";
        if (line.TakeWhile(char.IsWhiteSpace).Contains('\t'))
            return new Problem(place, "a tab indents this line", null, "indent with spaces");
        return new Problem(place, $"this is not YAML ({Sentence(error.Message)})", Excerpt(line), "check the indentation, the brackets and the quotes of this line and the one above");
    }

    private static string Sentence(string message)
    {
        message = message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
        return message.Length > 0 ? char.ToLowerInvariant(message[0]) + message[1..] : "it cannot be parsed";
    }

    private static string? Excerpt(string line)
    {
        line = line.Trim();
        return line.Length switch { 0 => null, > 60 => line[..60] + "…", _ => line };
    }
}
