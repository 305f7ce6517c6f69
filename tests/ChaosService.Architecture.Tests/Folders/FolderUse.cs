using System.Text.RegularExpressions;
using ChaosService.Architecture.Tests.Source;

namespace ChaosService.Architecture.Tests.Folders;

/// <summary>A file of one folder names what stands in another. Documentation may point anywhere, so comments do not count.</summary>
internal sealed partial record FolderUse(string From, string To, string Why)
{
    /// <param name="files">Of one project.</param>
    public static IReadOnlyList<FolderUse> Within(IReadOnlyCollection<SourceFile> files)
    {
        var declared = files.SelectMany(Declaration.In).ToLookup(d => d.Name, StringComparer.Ordinal);
        var imports =
            string.Concat(files.Where(f => f.Path.EndsWith("_Imports.razor", StringComparison.Ordinal)).Select(f => "\n" + f.Text));
        return [.. files.SelectMany(f => Of(f, declared, imports)).Distinct()];
    }

    private static IEnumerable<FolderUse> Of(SourceFile file, ILookup<string, Declaration> declared, string imports)
    {
        var isComponent = file.Path.EndsWith(".razor", StringComparison.Ordinal);
        var code = isComponent ? file.Text : file.Code;
        var seen = Spaces.SeenBy(file, isComponent ? imports : "");
        var own = Folder(file.Path);
        return
            from word in Words().Matches(code)
            from use in declared[word.Groups["name"].Value]
            where use.IsCall == word.Groups["dot"].Success && seen.Contains(use.Space) && Folder(use.File.Path) != own
            select new FolderUse(own, Folder(use.File.Path), $"{Path.GetFileName(file.Path)} names {use.Name}");
    }

    private static string Folder(string path) => path[..path.LastIndexOf('/')];

    [GeneratedRegex(@"(?<dot>\.\s*)?\b(?<name>[A-Z]\w*)\b")]
    private static partial Regex Words();
}
