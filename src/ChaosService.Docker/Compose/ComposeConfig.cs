using System.Text.RegularExpressions;

namespace ChaosService.Docker.Compose;

/// <summary>
/// The required facts about a compose file, from the output of <c>compose config</c> (both versions print YAML in blocks).
/// </summary>
/// <param name="Images">By service, the name of its image.</param>
/// <param name="RunLabels">All values of the label <c>io.chaosservice.run</c>, with repetitions.</param>
internal sealed partial record ComposeConfig(IReadOnlyDictionary<string, string> Images, IReadOnlyList<string> RunLabels)
{
    public static ComposeConfig Parse(string text) => new(
        ImageLine().Matches(text).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value),
        [.. RunLabelLine().Matches(text).Select(m => m.Groups[1].Value)]);

    /// <summary>A service is a preceding line with only the name, indented by two spaces; the lines in between are indented more.</summary>
    [GeneratedRegex("""^  ["']?([^\s"']+?)["']?:\n(?:    .*\n)*?    image: ["']?([^\s"']+)""", RegexOptions.Multiline)]
    private static partial Regex ImageLine();

    [GeneratedRegex("""^\s+io\.chaosservice\.run: ["']?([^\s"']+)""", RegexOptions.Multiline)]
    private static partial Regex RunLabelLine();
}
