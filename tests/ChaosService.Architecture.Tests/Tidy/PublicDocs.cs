using System.Text.RegularExpressions;
using ChaosService.Architecture.Tests.Source;

namespace ChaosService.Architecture.Tests.Tidy;

/// <summary>What other projects use has a doc comment.</summary>
internal static partial class PublicDocs
{
    public static IEnumerable<string> Missing(SourceFile file)
    {
        for (var line = 0; line < file.Lines.Count; line++)
        {
            if (PublicType().Match(file.Lines[line]) is not { Success: true } type) continue;
            var above = line - 1;
            while (above >= 0 && file.Lines[above].StartsWith('[')) above--;
            if (above < 0 || !file.Lines[above].StartsWith("///", StringComparison.Ordinal))
                yield return $"{file.Path}:{line + 1}: {type.Groups["name"].Value} is public and has no doc comment";
        }
    }

    [GeneratedRegex(@"^public [a-z ]*\b(class|struct|record|interface|enum) (?<name>\w+)")]
    private static partial Regex PublicType();
}
