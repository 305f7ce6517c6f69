using ChaosService.Experiments.Yaml;
using ChaosService.Model.Configuration;

namespace ChaosService.Tests.Experiments;

public sealed class YamlTests
{
    [Theory]
    [InlineData("", "x.yaml:1:1: the file is empty; start with 'apiVersion: chaosservice/v1' and 'kind: Experiment'")]
    [InlineData("# only a comment\n", "x.yaml:1:1: the file is empty; start with 'apiVersion: chaosservice/v1' and 'kind: Experiment'")]
    [InlineData("just text", "x.yaml:1:1: this is not an experiment; start with 'apiVersion: chaosservice/v1' and 'kind: Experiment'")]
    [InlineData("services: {}\n", "x.yaml:1:1: this is not an experiment; start with 'apiVersion: chaosservice/v1' and 'kind: Experiment'")]
    [InlineData(
        "a: [1, 2\nb: 3\n",
        "x.yaml:1:5: this is not YAML (it cannot be parsed from here on): \"a: [1, 2\"; check the indentation, the brackets and the "
            + "quotes of this line and the one above")]
    [InlineData("kind: Experiment\nspec:\n\tduration: 1s\n", "x.yaml:3:1: a tab indents this line; indent with spaces")]
    [InlineData(
        "kind: Experiment\n---\nkind: Experiment\n",
        "x.yaml:2:1: a second document starts here; keep one experiment to a file: remove '---' and what follows")]
    [InlineData(
        "kind: *nobody\n", "x.yaml:1:7: no anchor of this name stands above: \"nobody\"; write '&name' at the value that '*name' repeats")]
    [InlineData("kind: &a [*a]\n", "x.yaml:1:11: an alias stands inside its own anchor: \"a\"; write the value out")]
    [InlineData(
        "kind: \"open\n",
        "x.yaml:1:7: this is not YAML (while scanning a quoted scalar, found unexpected end of stream): \"kind: \"open\"; check the "
            + "indentation, the brackets and the quotes of this line and the one above")]
    public void Text_that_is_no_experiment_is_one_problem(string text, string expected) => Assert.Equal(expected, Sample.Problem(text));

    [Fact]
    public void Duplicate_key_is_a_problem_with_both_lines() =>
        Assert.Equal(
            "x.yaml:8:3: the key stands a second time in one map (first at line 7): \"duration\"; keep one of the two",
            Sample.Problem(Sample.Valid.Replace("  duration: 60s", "  duration: 60s\n  duration: 30s")));

    [Fact]
    public void Anchors_aliases_and_merges_are_resolved()
    {
        var text = Sample.Valid.Replace("    - { workload: register, clients: 4, rate: 100/s }",
            """
                - &first { workload: register, clients: 4, rate: 100/s }
                - { <<: *first, clients: 8 }
                - *first
            """);
        Assert.Equal([4, 8, 4], Sample.Experiment(text).Load.Select(l => l.Clients));
        Assert.All(Sample.Experiment(text).Load, l => Assert.Equal(100, l.RatePerSecond));
    }

    [Fact]
    public void Value_behind_an_alias_is_reported_where_it_was_written()
    {
        var text = Sample.Valid.Replace("    - { workload: register, clients: 4, rate: 100/s }",
            "    - &first { workload: register, clients: many }\n    - *first");
        Assert.StartsWith("x.yaml:9:45:", Sample.Problem(text));
    }

    [Fact]
    public void Nesting_without_end_is_refused()
    {
        var problems = new Problems();
        Assert.Null(YamlTree.Parse("x.yaml", new string('[', 500_000), problems));
        Assert.Equal(
            "x.yaml:1:66: nested deeper than 64 levels; an experiment is at most six levels deep", Assert.Single(problems).ToString());
    }

    [Fact]
    public void Merges_of_merges_are_bounded()
    {
        var lines = new List<string> { $"a0: &a0 {{ {string.Join(", ", Enumerable.Range(0, 1000).Select(n => $"k{n}: 1"))} }}" };
        lines.AddRange(Enumerable.Range(1, 50).Select(n => $"a{n}: &a{n} {{ <<: *a{n - 1} }}"));
        var problems = new Problems();
        Assert.Null(YamlTree.Parse("x.yaml", string.Join('\n', lines), problems));
        Assert.Contains("more than 10000 merged entries", Assert.Single(problems).ToString());
    }
}
