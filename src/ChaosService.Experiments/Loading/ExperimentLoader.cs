using ChaosService.Experiments.Overrides;
using ChaosService.Experiments.Targets;
using ChaosService.Experiments.Yaml;
using ChaosService.Model;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;

namespace ChaosService.Experiments.Loading;

/// <summary>Turns a file into a validated experiment, or all of its problems at once. Never throws because of the file's content.</summary>
public sealed class ExperimentLoader(Catalog catalog, ITargetCatalog targets, IScheduleRules schedules)
{
    /// <param name="path">As written by the user, and as shown in problems.</param>
    /// <param name="overrides">Applied in order before the validation.</param>
    public LoadResult Load(string path, IReadOnlyList<Override> overrides)
    {
        var problems = new Problems();
        var text = TextFile.Read(path, problems);
        return text is null ? new LoadResult(null, [.. problems], null) : LoadText(path, text, overrides);
    }

    /// <summary>The same for a text that is not a file.</summary>
    /// <param name="name">Shown in problems instead of a file's path.</param>
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
