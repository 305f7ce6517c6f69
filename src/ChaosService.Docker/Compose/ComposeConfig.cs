using System.Text.RegularExpressions;

namespace ChaosService.Docker.Compose;

/// <summary>
/// What is needed to know of a compose file, out of what <c>compose config</c> prints (both versions print YAML in blocks).
/// </summary>
/// <param name="Images">By service, the name of the image that it runs.</param>
/// <param name="RunLabels">The values of the label <c>io.chaosservice.run</c>, as often as it is there.</param>
internal sealed partial record ComposeConfig(IReadOnlyDictionary<string, string> Images, IReadOnlyList<string> RunLabels)
{
    public static ComposeConfig Parse(string text) => new(
        ImageLine().Matches(text).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value),
        [.. RunLabelLine().Matches(text).Select(m => m.Groups[1].Value)]);

    /// <summary>A service is the line before with the name alone, two spaces in; what stands between is deeper.</summary>
    [GeneratedRegex("""^  ["']?([^\s"']+?)["']?:\n(?:    .*\n)*?    image: ["']?([^\s"']+)""", RegexOptions.Multiline)]
    private static partial Regex ImageLine();

    [GeneratedRegex("""^\s+io\.chaosservice\.run: ["']?([^\s"']+)""", RegexOptions.Multiline)]
    private static partial Regex RunLabelLine();
}
