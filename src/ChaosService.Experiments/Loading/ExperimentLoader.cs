using ChaosService.Experiments.Overrides;
using ChaosService.Experiments.Targets;
using ChaosService.Experiments.Yaml;
using ChaosService.Model;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;

namespace ChaosService.Experiments.Loading;

/// <summary>From a file to a validated experiment, or to all of its problems at once. Never throws for what stands in the file.</summary>
public sealed class ExperimentLoader(Catalog catalog, ITargetCatalog targets, IScheduleRules schedules)
{
    /// <param name="path">As the user wrote it; problems show it like that.</param>
    /// <param name="overrides">Applied in order before anything is validated.</param>
    public LoadResult Load(string path, IReadOnlyList<Override> overrides)
    {
        var problems = new Problems();
        var text = TextFile.Read(path, problems);
        return text is null ? new LoadResult(null, [.. problems], null) : LoadText(path, text, overrides);
    }

    /// <summary>The same for a text that is no file.</summary>
    /// <param name="name">Stands in problems where a file's path would.</param>
    public LoadResult LoadText(string name, string text, IReadOnlyList<Override> overrides)
    {
        var problems = new Problems();
        var experiment = Read(name, text, overrides, problems);
        return new LoadResult(problems.Count == 0 ? experiment : null, [.. problems.Distinct()], text);
    }

    private Experiment? Read(string path, string text, IReadOnlyList<Override> overrides, Problems problems)
    {
        var tree = YamlTree.Parse(path, text, problems);
        if (tree is null) return null;
        return DocumentKind.Require(tree, DocumentKind.Experiment, problems) is { } root
            ? new ExperimentReader(catalog, targets, schedules, problems).Read(TreeEdit.Apply(root, overrides, problems))
            : null;
    }
}
