using System.Text.RegularExpressions;
using ChaosService.Architecture.Tests.Source;

namespace ChaosService.Architecture.Tests.Tidy;

/// <summary>A type's name says what it is, and its namespace is its folder.</summary>
internal static partial class Names
{
    public static IEnumerable<string> SayNothing(SourceFile file) =>
        SaysNothing().Matches(file.Code).Select(m => file.At(m.Index, $"{m.Groups["name"].Value}: say what it does"));

    public static IEnumerable<string> WrongNamespace(SourceFile file)
    {
        var folder = Path.GetDirectoryName(file.Path)!.Replace('\\', '/');
        var expected = Expected(folder.Split('/')[1..]);
        var declared = Namespace().Match(file.Code);
        if (declared.Success && declared.Groups["name"].Value != expected)
            yield return file.At(declared.Index, $"namespace {declared.Groups["name"].Value}, expected {expected}");
        if (!declared.Success && CodeBlocks.DeclaresType(file.Code))
            yield return file.At(0, $"no file-scoped namespace, expected {expected}");
    }

    /// <summary>
    /// A folder with a dot in its name starts a namespace of its own: a project, or what stands in for a package under that package's name.
    /// </summary>
    private static string Expected(string[] folders) =>
        string.Join('.', folders[Math.Max(0, Array.FindLastIndex(folders, f => f.Contains('.')))..]);

    [GeneratedRegex(@"\b(class|struct|record|interface)\s+(?<name>\w*(Manager|Helpers?|Utils?|Utilit(y|ies)|Services?))\b")]
    private static partial Regex SaysNothing();

    [GeneratedRegex(@"^namespace\s+(?<name>[\w.]+)\s*;", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
