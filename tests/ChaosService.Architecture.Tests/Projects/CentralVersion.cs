using System.Xml.Linq;

namespace ChaosService.Architecture.Tests.Projects;

/// <summary>A line of Directory.Packages.props.</summary>
internal sealed record CentralVersion(string Name, string Version)
{
    public static IReadOnlyList<CentralVersion> Parse(string xml) =>
        [.. XDocument.Parse(xml).Descendants("PackageVersion").Select(p => new CentralVersion(Value(p, "Include"), Value(p, "Version")))];

    private static string Value(XElement element, string name) =>
        element.Attribute(name)?.Value ?? throw new FormatException($"{element} has no {name}.");
}
