using ChaosService.Experiments.Loading.Sections;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;
using ChaosService.Model.Suites;

namespace ChaosService.Experiments.Loading;

/// <summary>Reads a document of the kind Suite.</summary>
internal sealed class SuiteReader(IScheduleRules schedules, Problems problems)
{
    private const string ListFix = "write 'experiments: [etcd-leader-partition, etcd-rolling-kill]'";
    private const string SelectorFix = "write 'selector: { suite: quick }'";

    /// <summary>Addresses of the service in the place of a suite's name: <c>/suites/runs</c>.</summary>
    private static readonly string[] Taken = ["runs", "validate"];

    /// <summary>Null when there are problems.</summary>
    public Suite? Read(ConfigMap root)
    {
        var top = new MapReader(root, problems);
        var header = Header.Read(top, DocumentKind.Suite);
        if (Taken.Contains(header.Name))
            problems.Add(
                top.Map("metadata")!.PlaceOf("name"), "this name is taken by an address of the service", header.Name,
                "choose another name");
        top.Require("spec", "say which experiments under 'spec:'");
        var spec = top.Map("spec");
        top.Done();
        if (spec is null) return null;

        var (experiments, selector) = Members(spec);
        var matrix = MatrixSection.Read(spec);
        var stopOn = spec.Choice("stopOn", ["never", "invalid"]) == "invalid" ? StopOn.Invalid : StopOn.Never;
        var seed = spec.Text("seed") is { } text ? Seed.Parse(text, spec.PlaceOf("seed"), problems) : null;
        var schedule = ScheduleSection.Read(spec, schedules);
        spec.Done();
        if (problems.Count > 0) return null;

        return new Suite
        {
            Name = header.Name!,
            Description = header.Description ?? "",
            Labels = header.Labels,
            Experiments = experiments,
            Selector = selector,
            Matrix = matrix,
            StopOn = stopOn,
            Seed = seed,
            Schedule = schedule,
        };
    }

    private (IReadOnlyList<string>? Experiments, IReadOnlyDictionary<string, string>? Selector) Members(MapReader spec)
    {
        if (!spec.Has("experiments") && !spec.Has("selector"))
            problems.Add(spec.Place, "the suite does not say which experiments", null, $"{ListFix}, or '{SelectorFix["write '".Length..]}");
        if (spec.Has("experiments") && spec.Has("selector"))
            problems.Add(spec.PlaceOf("selector"), "there is an 'experiments' already", null, "remove one of them");
        return (Experiments(spec), Selector(spec));
    }

    private List<string>? Experiments(MapReader spec)
    {
        if (spec.Texts("experiments") is not { } names) return null;
        if (names.Count == 0) problems.Add(spec.PlaceOf("experiments"), "'experiments' is empty", "[]", ListFix);
        if (names.Count > Suite.MembersMax)
            problems.Add(
                spec.PlaceOf("experiments"), $"these are more than {Suite.MembersMax} experiments", $"{names.Count}",
                "make several suites of them");
        foreach (var name in names.Where(n => !Header.IsName(n.Text)))
            problems.Add(name.Place, "this is not the name of an experiment", name.Text, Header.NameFix);
        foreach (var again in names.GroupBy(n => n.Text).SelectMany(same => same.Skip(1)))
            problems.Add(again.Place, "the experiment stands here a second time", again.Text, "keep one of the two");
        return [.. names.Select(n => n.Text)];
    }

    private Dictionary<string, string>? Selector(MapReader spec)
    {
        if (spec.Map("selector") is not { } reader) return null;
        var entries = ((ConfigMap)spec.Node("selector")!).Entries;
        if (entries.Count == 0) problems.Add(spec.PlaceOf("selector"), "an empty selector would choose everything", "{}", SelectorFix);
        return entries.ToDictionary(e => e.Key, e => reader.Text(e.Key) ?? "", StringComparer.Ordinal);
    }
}
