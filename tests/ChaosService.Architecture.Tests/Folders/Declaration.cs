using System.Text.RegularExpressions;
using ChaosService.Architecture.Tests.Source;

namespace ChaosService.Architecture.Tests.Folders;

/// <summary>A type, or an extension method, that files elsewhere can name.</summary>
/// <param name="Name">Without the parameters of its type.</param>
/// <param name="Space">The namespace, which a file must see.</param>
/// <param name="File">Where it is declared.</param>
/// <param name="IsCall">Whether it is named behind a dot.</param>
internal sealed partial record Declaration(string Name, string Space, SourceFile File, bool IsCall)
{
    public static IEnumerable<Declaration> In(SourceFile file)
    {
        var space = Spaces.Of(file);
        if (file.Path.EndsWith(".razor", StringComparison.Ordinal))
            return [new Declaration(Path.GetFileNameWithoutExtension(file.Path), space, file, IsCall: false)];
        return Types().Matches(file.Code).Select(m => new Declaration(m.Groups["name"].Value, space, file, IsCall: false))
            .Concat(Extensions().Matches(file.Code).Select(m => new Declaration(m.Groups["name"].Value, space, file, IsCall: true)));
    }

    /// <summary>In a file with one namespace what stands at the beginning of a line is not nested.</summary>
    [GeneratedRegex(
        @"^(public |internal |static |sealed |abstract |readonly |partial |unsafe |ref )*"
            + @"(class|interface|enum|struct|record|delegate [\w<>?\[\], ]+?) ?(class |struct )?(?<name>\w+)\s*[<({:;\r\n]",
        RegexOptions.Multiline)]
    private static partial Regex Types();

    [GeneratedRegex(@"\bstatic\b[^;{}=()]*?\b(?<name>\w+)(<[\w, ]+>)?\(\s*this\b")]
    private static partial Regex Extensions();
}
