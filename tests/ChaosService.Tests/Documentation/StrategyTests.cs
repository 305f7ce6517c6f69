using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Documentation;

/// <summary>The table of a strategy's requirements leaves none out and names nothing that is not there.</summary>
public sealed class StrategyTests
{
    public static TheoryData<string> Strategies => [.. Strategy.All.Select(s => s.Name)];

    public static TheoryData<string, int> Rows => [.. Strategy.All.SelectMany(s => s.Table.Select(r => (s.Name, r.Number)))];

    [Fact]
    public void Every_requirement_of_strategy_000_has_a_row_in_order() =>
        Assert.Equal(Enumerable.Range(1, 119), Strategy.Of("000").Table.Select(r => r.Number));

    /// <summary>Its page says that some are left out so far.</summary>
    [Fact]
    public void Rows_of_strategy_003_are_of_its_requirements_in_order()
    {
        var strategy = Strategy.Of("003");
        var numbers = strategy.Table.Select(r => r.Number).ToList();
        Assert.NotEmpty(numbers);
        Assert.Equal(numbers.Distinct().Order(), numbers);
        Assert.All(numbers, n => Assert.InRange(n, strategy.First, strategy.Last));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Row_is_whole_and_names_only_what_is_there(string name, int number)
    {
        var strategy = Strategy.Of(name);
        var row = strategy.Table.Single(r => r.Number == number);
        Assert.NotEmpty(row.Text);
        Assert.All(row.Experiments, e => Assert.Contains(e, strategy.Experiments.Keys));
        string[] judged = [.. row.Experiments.SelectMany(e => strategy.Experiments[e].Checks).Select(k => k.Kind), "assumptions"];
        Assert.All(row.Checks, c => Assert.Contains(c, judged));
        // Without an experiment, a check or a bug there is a sentence that says why.
        if (row.Experiments.Count == 0) Assert.Matches("^(not done: |not shown: |of strategy|the )", row.Last);
        else Assert.NotEqual("–", row.Last);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Bug_of_a_row_is_one_that_an_experiment_expects_a_check_of_the_row_to_find(string name, int number)
    {
        var strategy = Strategy.Of(name);
        var row = strategy.Table.Single(r => r.Number == number);
        Assert.All(Strategy.Names(row.Last).Where(n => strategy.Experiments.ContainsKey($"bug-{n}")), bug =>
            Assert.Contains(strategy.Experiments[$"bug-{bug}"].Expect!.Check!, row.Checks));
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Bug_that_an_experiment_switches_on_is_in_the_target_s_tables(string name)
    {
        var strategy = Strategy.Of(name);
        var known = Promises.Read(strategy.Bugs).Text;
        foreach (var (file, experiment) in strategy.Experiments)
        {
            if (!experiment.Target.Settings.TryGetValue("BUGS", out var bug)) continue;
            Assert.Equal($"bug-{bug}", file);
            Assert.Equal(Outcome.Invalid, experiment.Expect?.Verdict);
            Assert.Contains(experiment.Expect!.Check, experiment.Checks.Select(c => c.Kind));
            Assert.Contains($"| `{(name == "000" ? Pascal(bug) : bug)}` |", known);
        }
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Experiment_of_the_target_is_in_a_row_or_is_of_a_bug(string name)
    {
        var strategy = Strategy.Of(name);
        Assert.Empty(strategy.Experiments.Keys.Where(e => !e.StartsWith("bug-", StringComparison.Ordinal))
            .Except(strategy.Table.SelectMany(r => r.Experiments.Concat(Strategy.Names(r.Last)))));
    }

    private static string Pascal(string kebab) => string.Concat(kebab.Split('-').Select(w => char.ToUpperInvariant(w[0]) + w[1..]));
}
