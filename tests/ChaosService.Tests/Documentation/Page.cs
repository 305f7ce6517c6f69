using System.Text;
using System.Text.RegularExpressions;

namespace ChaosService.Tests.Documentation;

/// <param name="Language">What stands after the fence; empty for none.</param>
internal sealed record CodeBlock(string Language, string Text);

/// <summary>A page of Markdown, as far as it promises something that can be checked.</summary>
/// <param name="Path">From the repository's root.</param>
internal sealed partial record Page(string Path, string Text)
{
    private string Prose => Fence().Replace(Text, "");

    public IEnumerable<CodeBlock> Blocks =>
        Fence().Matches(Text).Select(m => new CodeBlock(m.Groups["language"].Value, m.Groups["text"].Value));

    /// <summary>Lines of code blocks, and code in sentences, that somebody would type.</summary>
    public IEnumerable<string> Commands =>
        Blocks.SelectMany(b => b.Text.Split('\n')).Concat(InlineCode().Matches(Prose).Select(m => m.Groups[1].Value))
            .Where(c => c.StartsWith("./", StringComparison.Ordinal));

    public IEnumerable<string> Links => Link().Matches(InlineCode().Replace(Prose, "`code`")).Select(m => m.Groups[1].Value);

    /// <summary>What links can name after '#'.</summary>
    public IEnumerable<string> Anchors =>
        Heading().Matches(Prose).Select(m => NotInAnchors().Replace(m.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    /// <summary>
    /// A command's words as a shell would make them. What it would put in place of <c>$(…)</c> is unknown and stays as it is.
    /// </summary>
    public static IReadOnlyList<string> Words(string command)
    {
        var words = new List<string>();
        foreach (var raw in Word().Matches(command).Select(m => m.Value).TakeWhile(w => w[0] != '#'))
        {
            var word = new StringBuilder();
            foreach (var part in Part().Matches(raw).Select(m => m.Value)) word.Append(part[0] is '"' or '\'' ? part[1..^1] : part);
            words.Add(word.ToString());
        }
        return words;
    }

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<text>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();

    [GeneratedRegex("""(?:"[^"]*"|'[^']*'|\$\([^)]*\)|[^\s"'])+""")]
    private static partial Regex Word();

    [GeneratedRegex("""("[^"]*"|'[^']*'|[^"']+)""")]
    private static partial Regex Part();
}
