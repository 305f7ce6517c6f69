using System.Text.RegularExpressions;
using ChaosService.Architecture.Tests.Source;

namespace ChaosService.Architecture.Tests.Tidy;

/// <summary>What no file of the tree may hold, whatever its kind.</summary>
internal static partial class Texts
{
    public static IEnumerable<string> Violations(SourceFile file) =>
    [
        .. file.Text.Length > 0 && !file.Text.EndsWith('\n') && !IsWrittenByNuGet(file)
            ? [$"{file.Path}: does not end with a newline"]
            : Array.Empty<string>(),
        .. file.Text.Contains('\r') ? [$"{file.Path}: carriage returns"] : Array.Empty<string>(),
        .. Found(file, TrailingBlank(), "blanks at the end of the line"),
        .. Found(file, Unfinished(), "unfinished"),
        .. Found(file, PackageSource(), "names a package source: the machine's own configuration does"),
        .. Found(file, MachinePath(), "a path of one machine"),
    ];

    private static bool IsWrittenByNuGet(SourceFile file) => Path.GetFileName(file.Path) == "packages.lock.json";

    private static IEnumerable<string> Found(SourceFile file, Regex what, string problem) =>
        what.Matches(file.Text).Select(m => file.At(m.Index, $"{m.Value.Trim()}{(m.Value.Trim().Length > 0 ? ": " : "")}{problem}"));

    [GeneratedRegex(@"[ \t]+$", RegexOptions.Multiline)]
    private static partial Regex TrailingBlank();

    [GeneratedRegex(@"\b(T[O]DO|F[I]XME|X[X]X|H[A]CK|NotImplemented[E]xception)\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"https?://[\w.-]*\b(registry|mirror|proxy|artifactory|nexus|nuget|npmjs|deb)\b[\w.-]*", RegexOptions.IgnoreCase)]
    private static partial Regex PackageSource();

    [GeneratedRegex(@"(?<![\w.~$}\])*/-])/(work|home|Users|farm|mnt)/\w[\w/.-]*")]
    private static partial Regex MachinePath();
}
