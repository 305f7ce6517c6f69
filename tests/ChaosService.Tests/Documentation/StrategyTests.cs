using System.Text.RegularExpressions;
using ChaosService.Model.Experiments;
using ChaosService.Model.Verdicts;
using ChaosService.Tests.Experiments;

namespace ChaosService.Tests.Documentation;

/// <summary>The table of a strategy's requirements leaves none out and names nothing that is not there.</summary>
public sealed partial class StrategyTests
{
    private const int Rows = 119;

    private static readonly IReadOnlyDictionary<string, Experiment> Experiments =
        Directory.EnumerateFiles(Path.Combine(Shipped.Root, "experiments", "timeseries"), "*.yaml")
            .ToDictionary(f => Path.GetFileNameWithoutExtension(f), f => Shipped.Loader.Load(f, []).Experiment!);

    private static IReadOnlyList<Requirement> Table { get; } =
    [
        .. Row().Matches(Promises.Read("docs/strategies/000.md").Text)
            .Select(m => m.Groups["cell"].Captures.Select(c => c.Value.Trim()).ToArray())
            .Select(c => new Requirement(int.Parse(c[0]), c[1], Names(c[2]), Names(c[3]), c[4])),
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(1, Rows)];

    [Fact]
    public void Every_requirement_has_a_row_in_order() => Assert.Equal(Enumerable.Range(1, Rows), Table.Select(r => r.Number));

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Row_is_whole_and_names_only_what_is_there(int number)
    {
        var row = Table.Single(r => r.Number == number);
        Assert.NotEmpty(row.Text);
        Assert.All(row.Experiments, e => Assert.Contains(e, Experiments.Keys));
        string[] judged = [.. row.Experiments.SelectMany(e => Experiments[e].Checks).Select(k => k.Kind), "assumptions"];
        Assert.All(row.Checks, c => Assert.Contains(c, judged));
        // Without an experiment, a check or a bug there is a sentence that says why.
        if (row.Experiments.Count == 0) Assert.Matches("^(not done: |not shown: |of strategy|the )", row.Last);
        else Assert.NotEqual("–", row.Last);
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Bug_of_a_row_is_one_that_an_experiment_expects_a_check_of_the_row_to_find(int number)
    {
        var row = Table.Single(r => r.Number == number);
        Assert.All(Names(row.Last).Where(n => Experiments.ContainsKey($"bug-{n}")), bug =>
            Assert.Contains(Experiments[$"bug-{bug}"].Expect!.Check!, row.Checks));
    }

    [Fact]
    public void Bug_that_an_experiment_switches_on_is_in_the_cluster_s_tables()
    {
        var known = Promises.Read("docs/reference-cluster.md").Text;
        foreach (var (name, experiment) in Experiments)
        {
            if (!experiment.Target.Settings.TryGetValue("BUGS", out var bug)) continue;
            Assert.Equal($"bug-{bug}", name);
            Assert.Equal(Outcome.Invalid, experiment.Expect?.Verdict);
            Assert.Contains(experiment.Expect!.Check, experiment.Checks.Select(c => c.Kind));
            Assert.Contains($"| `{Pascal(bug)}` |", known);
        }
    }

    [Fact]
    public void Experiment_of_the_cluster_is_in_a_row_or_is_of_a_bug() => Assert.Empty(
        Experiments.Keys.Where(e => !e.StartsWith("bug-", StringComparison.Ordinal)).Except(Table.SelectMany(r => r.Experiments)));

    private static string Pascal(string kebab) => string.Concat(kebab.Split('-').Select(w => char.ToUpperInvariant(w[0]) + w[1..]));

    private static List<string> Names(string cell) => [.. Code().Matches(cell).Select(m => m.Groups[1].Value)];

    [GeneratedRegex(@"^\|(?<cell> \d+ )\|(?:(?<cell>[^|\n]+)\|){4}$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    private sealed record Requirement(
        int Number, string Text, IReadOnlyList<string> Experiments, IReadOnlyList<string> Checks, string Last);
}
