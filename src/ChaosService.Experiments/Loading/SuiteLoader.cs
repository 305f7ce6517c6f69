using ChaosService.Experiments.Yaml;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;
using ChaosService.Model.Suites;

namespace ChaosService.Experiments.Loading;

/// <summary>
/// From a file to a validated suite, or to all of its problems at once. Which experiments there are is not looked at: that is resolved when
/// it runs.
/// </summary>
public sealed class SuiteLoader(IScheduleRules schedules)
{
    /// <param name="path">As the user wrote it; problems show it like that.</param>
    public SuiteLoadResult Load(string path)
    {
        var problems = new Problems();
        var text = TextFile.Read(path, problems);
        return text is null ? new SuiteLoadResult(null, [.. problems]) : LoadText(path, text);
    }

    /// <summary>The same for a text that is no file.</summary>
    /// <param name="name">Stands in problems where a file's path would.</param>
    public SuiteLoadResult LoadText(string name, string text)
    {
        var problems = new Problems();
        var tree = YamlTree.Parse(name, text, problems);
        var root = tree is null ? null : DocumentKind.Require(tree, DocumentKind.Suite, problems);
        var suite = root is null ? null : new SuiteReader(schedules, problems).Read(root);
        return new SuiteLoadResult(problems.Count == 0 ? suite : null, [.. problems.Distinct()]);
    }
}

/// <summary>A suite, or everything that is wrong with its file.</summary>
/// <param name="Suite">Null exactly when there are problems.</param>
/// <param name="Problems">In the order of the file.</param>
public sealed record SuiteLoadResult(Suite? Suite, IReadOnlyList<Problem> Problems);
