using System.Text.RegularExpressions;
using ChaosService.Model.Experiments;
using ChaosService.Tests.Experiments;

namespace ChaosService.Tests.Documentation;

/// <summary>A strategy's page with the table of its requirements, and the experiments of its target.</summary>
/// <param name="Bugs">The page that lists the bugs of the target.</param>
internal sealed partial record Strategy(string Name, string Folder, int First, int Last, string Bugs)
{
    public static IReadOnlyList<Strategy> All { get; } =
    [
        new("000", "timeseries", 1, 119, "docs/reference-cluster.md"), new("003", "merklekv", 135, 202, "docs/merklekv.md"),
    ];

    public IReadOnlyDictionary<string, Experiment> Experiments { get; } =
        Directory.EnumerateFiles(Path.Combine(Shipped.Root, "experiments", Folder), "*.yaml")
            .ToDictionary(f => Path.GetFileNameWithoutExtension(f), f => Shipped.Loader.Load(f, []).Experiment!);

    public IReadOnlyList<Requirement> Table { get; } =
    [
        .. Row().Matches(Promises.Read($"docs/strategies/{Name}.md").Text)
            .Select(m => m.Groups["cell"].Captures.Select(c => c.Value.Trim()).ToArray())
            .Select(c => new Requirement(int.Parse(c[0]), c[1], Names(c[2]), Names(c[3]), c[4])),
    ];

    public static Strategy Of(string name) => All.Single(s => s.Name == name);

    [GeneratedRegex(@"^\|(?<cell> \d+ )\|(?:(?<cell>[^|\n]+)\|){4}$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    public static List<string> Names(string cell) => [.. Code().Matches(cell).Select(m => m.Groups[1].Value)];
}

internal sealed record Requirement(int Number, string Text, List<string> Experiments, List<string> Checks, string Last);
