using System.Text.RegularExpressions;

namespace ChaosService.Docker.Compose;

/// <summary>
/// What is needed to know of a compose file, out of what <c>compose config</c> prints (both versions print YAML in blocks).
/// </summary>
/// <param name="Images">Names of the images that are run, each once.</param>
/// <param name="RunLabels">The values of the label <c>io.chaosservice.run</c>, as often as it is there.</param>
internal sealed partial record ComposeConfig(IReadOnlyList<string> Images, IReadOnlyList<string> RunLabels)
{
    public static ComposeConfig Parse(string text) => new(
        [.. ImageLine().Matches(text).Select(m => m.Groups[1].Value).Distinct()],
        [.. RunLabelLine().Matches(text).Select(m => m.Groups[1].Value)]);

    [GeneratedRegex("""^\s+image: ["']?([^\s"']+)""", RegexOptions.Multiline)]
    private static partial Regex ImageLine();

    [GeneratedRegex("""^\s+io\.chaosservice\.run: ["']?([^\s"']+)""", RegexOptions.Multiline)]
    private static partial Regex RunLabelLine();
}
