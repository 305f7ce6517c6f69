using System.Text.RegularExpressions;
using ChaosService.Architecture.Tests.Source;

namespace ChaosService.Architecture.Tests.Folders;

/// <summary>Namespaces: a file's own, and those whose names it can use as they are.</summary>
internal static partial class Spaces
{
    /// <summary>A component has no namespace of its own: it follows the folder.</summary>
    public static string Of(SourceFile file) =>
        Declared().Match(file.Code) is { Success: true } m ? m.Groups["name"].Value : string.Join('.', file.Path.Split('/')[1..^1]);

    /// <param name="imports">Of the folder's components: usings that stand in another file.</param>
    public static HashSet<string> SeenBy(SourceFile file, string imports)
    {
        var seen = new HashSet<string>(Used().Matches(file.Text + imports).Select(m => m.Groups["name"].Value), StringComparer.Ordinal);
        for (var space = Of(file); space.Length > 0; space = space.LastIndexOf('.') is var dot and > 0 ? space[..dot] : "") seen.Add(space);
        return seen;
    }

    [GeneratedRegex(@"^namespace (?<name>[\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Declared();

    [GeneratedRegex(@"^@?(global )?using (static |\w+ = )?(?<name>[\w.]+);?\r?$", RegexOptions.Multiline)]
    private static partial Regex Used();
}
