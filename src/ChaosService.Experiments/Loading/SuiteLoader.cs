using ChaosService.Experiments.Yaml;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;
using ChaosService.Model.Suites;

namespace ChaosService.Experiments.Loading;

/// <summary>
/// Turns a file into a validated suite, or all of its problems at once. The experiments are not looked up: that happens when it runs.
/// </summary>
public sealed class SuiteLoader(IScheduleRules schedules)
{
    /// <param name="path">As written by the user, and as shown in problems.</param>
    public SuiteLoadResult Load(string path)
    {
        var problems = new Problems();
        var text = TextFile.Read(path, problems);
        return text is null ? new SuiteLoadResult(null, [.. problems]) : LoadText(path, text);
    }

    /// <summary>The same for a text that is not a file.</summary>
    /// <param name="name">Shown in problems instead of a file's path.</param>
    public SuiteLoadResult LoadText(string name, string text)
    {
        var problems = new Problems();
        var tree = YamlTree.Parse(name, text, problems);
        var root = tree is null ? null : DocumentKind.Require(tree, DocumentKind.Suite, problems);
        var suite = root is null ? null : new SuiteReader(schedules, problems).Read(root);
        return new SuiteLoadResult(problems.Count == 0 ? suite : null, [.. problems.Distinct()]);
    }
}

/// <summary>A suite, or all problems of its file.</summary>
/// <param name="Suite">Null if and only if there are problems.</param>
/// <param name="Problems">In file order.</param>
public sealed record SuiteLoadResult(Suite? Suite, IReadOnlyList<Problem> Problems);
