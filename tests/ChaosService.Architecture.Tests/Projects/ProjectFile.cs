using System.Xml.Linq;

namespace ChaosService.Architecture.Tests.Projects;

/// <summary>What a csproj refers to.</summary>
internal sealed record ProjectFile(
    string Name, IReadOnlyList<string> Projects, IReadOnlyList<string> Packages, IReadOnlyList<string> Frameworks)
{
    public static ProjectFile Parse(string name, string xml)
    {
        var document = XDocument.Parse(xml);
        return new ProjectFile(
            name, [.. Includes("ProjectReference").Select(NameOf)], Includes("PackageReference"), Includes("FrameworkReference"));

        string[] Includes(string item) =>
            [.. document.Descendants(item).Attributes("Include").Select(a => a.Value)];
    }

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'));
}
