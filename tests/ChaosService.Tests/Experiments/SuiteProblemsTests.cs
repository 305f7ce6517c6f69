using ChaosService.Experiments.Loading;
using ChaosService.Model.Suites;

namespace ChaosService.Tests.Experiments;

public sealed class SuiteProblemsTests
{
    [Fact]
    public void Suite_is_read_whole()
    {
        var suite = Load(
            """
            apiVersion: chaosservice/v1
            kind: Suite
            metadata: { name: nightly, description: All of it, labels: { team: storage } }
            spec:
              experiments: [b, a]
              stopOn: invalid
              seed: -7
              schedule: { every: 12h }
            """).Suite!;

        Assert.Equal(
            ("nightly", "All of it", "storage", StopOn.Invalid, -7L),
            (suite.Name, suite.Description, suite.Labels["team"], suite.StopOn, suite.Seed));
        Assert.Equal(["b", "a"], suite.Experiments);
        Assert.Null(suite.Selector);
        Assert.Equal(TimeSpan.FromHours(12), suite.Schedule!.Every);
    }

    [Theory]
    [InlineData(
        "{}",
        "s.yaml:4:7: the suite does not say which experiments; write 'experiments: [etcd-leader-partition, etcd-rolling-kill]', or "
            + "'selector: { suite: quick }'")]
    [InlineData("{ experiments: [a], selector: { x: y } }", "s.yaml:4:37: there is an 'experiments' already; remove one of them")]
    [InlineData(
        "{ experiments: [] }",
        "s.yaml:4:22: 'experiments' is empty: \"[]\"; write 'experiments: [etcd-leader-partition, etcd-rolling-kill]'")]
    [InlineData(
        "{ experiments: [a, ../b] }",
        "s.yaml:4:26: this is not the name of an experiment: \"../b\"; use a-z, 0-9 and '-', at most 63 characters")]
    [InlineData("{ experiments: [a, b, a] }", "s.yaml:4:29: the experiment stands here a second time: \"a\"; keep one of the two")]
    [InlineData("{ selector: {} }", "s.yaml:4:19: an empty selector would choose everything: \"{}\"; write 'selector: { suite: quick }'")]
    [InlineData(
        "{ selector: { suite: [quick] } }", "s.yaml:4:28: 'suite' must be a single value: \"[…]\"; write a single value after 'suite:'")]
    [InlineData(
        "{ experiments: [a], stopOn: unknown }", "s.yaml:4:35: 'stopOn' has no such choice: \"unknown\"; write one of: never, invalid")]
    [InlineData("{ experiments: [a], seed: x }", "s.yaml:4:33: the seed is not a number: \"x\"; write a whole number, such as 42")]
    [InlineData(
        "{ experiments: [a], every: 1h }",
        "s.yaml:4:27: unknown key: \"every\"; known here: exclude, experiments, include, matrix, schedule, seed, selector, stopOn")]
    [InlineData(
        "{ experiments: [a], schedule: { every: 0s } }",
        "s.yaml:4:46: 'every' must be longer than zero: \"0s\"; write a number and a unit (us, ms, s, m, h, d), such as 500ms or 1.5s")]
    public void Wrong_spec_is_refused_naming_place_value_and_fix(string spec, string expected) =>
        Assert.Equal(expected, Assert.Single(Load(Text(spec)).Problems).ToString());

    [Fact]
    public void Matrix_is_read_with_what_it_leaves_out_and_adds()
    {
        const string Cells = "matrix: { NODES: [3, 5], RF: [1, 2] }, exclude: [{ RF: 2 }], include: [{ RF: 9, NODES: 9 }]";
        var matrix = Load(Text($"{{ experiments: [a], {Cells} }}")).Suite!.Matrix!;
        Assert.Equal(
            ["NODES=3 RF=1", "NODES=5 RF=1", "NODES=9 RF=9"], matrix.Cells().Select(cell => string.Join(' ', cell.Select(v => $"{v}"))));
    }

    [Theory]
    [InlineData("exclude: [{ A: 1 }]", "s.yaml:4:36: 'exclude' is about the cells of a matrix, and there is none; write 'matrix: { NODES")]
    [InlineData("matrix: {}", "s.yaml:4:35: a matrix has 1 to 6 axes: \"0\"; write 'matrix: { NODES: [3, 5] }'")]
    [InlineData("matrix: { A: [] }", "s.yaml:4:40: the axis has no values: \"[]\"; write 'matrix: { NODES: [3, 5] }'")]
    [InlineData("matrix: { A: [1, 1] }", "s.yaml:4:44: the value stands here a second time: \"1\"; keep one of the two")]
    [InlineData(
        "matrix: { a b: [1] }",
        "s.yaml:4:37: an axis is a setting of the target, or the path of a value of the experiment: \"a b\"; ")]
    [InlineData(
        "matrix: { NODES: [1] }, exclude: [{ NODE: 1 }]", "the matrix has no such axis (did you mean 'NODES'?): \"NODE\"; choose of")]
    [InlineData(
        "matrix: { A: [1, 2] }, exclude: [{ A: 3 }]",
        "no cell has this value of A, so this leaves nothing out: \"3\"; choose of 1, 2")]
    [InlineData("matrix: { A: [1] }, exclude: [{ A: 1 }]", "s.yaml:4:35: every cell is excluded; take an entry of 'exclude' away")]
    [InlineData("matrix: { A: [1], B: [1] }, include: [{ A: 2 }]", "a cell has a value for each axis; add B")]
    [InlineData("matrix: { A: [1], B: [2] }, include: [{ B: 2, A: 1 }]", "this cell is there already: \"A=1, B=2\"; take it away")]
    [InlineData("matrix: { A: [1] }, include: [x]", "an entry of 'include' is a map of axes to values; write")]
    [InlineData(
        "matrix: { A: [1,2,3,4,5,6], B: [1,2,3,4,5,6], C: [1,2,3,4,5,6] }",
        "the axes span more than 200 cells: \"216\"; take values away, or make two suites of it")]
    public void Wrong_matrix_is_refused_naming_place_value_and_fix(string spec, string expected) =>
        Assert.Contains(expected, Assert.Single(Load(Text($"{{ experiments: [a], {spec} }}")).Problems).ToString());

    [Fact]
    public void All_problems_are_reported_at_once_in_the_order_of_the_file() =>
        Assert.Equal(
            ["s.yaml:1:13", "s.yaml:3:19", "s.yaml:4:23", "s.yaml:4:35"],
            Load("apiVersion: v1\nkind: Suite\nmetadata: { name: A }\nspec: { experiments: [B], stopOn: no }\n").Problems.Select(
                p => p.Place.ToString()));

    [Theory]
    [InlineData("runs")]
    [InlineData("validate")]
    public void Name_that_is_an_address_of_the_service_is_refused(string name) =>
        Assert.Contains("taken by an address", Assert.Single(Load(Text("{ experiments: [a] }", name)).Problems).ToString());

    [Fact]
    public void Each_kind_is_told_from_the_other_in_one_problem()
    {
        Assert.Equal(
            "x.yaml:2:7: this is a suite, not an experiment: \"Suite\"; give an experiment here, or this file to what takes a suite",
            Sample.Problem(Text("{ experiments: [a] }")));
        Assert.Equal(
            "s.yaml:2:7: this is an experiment, not a suite: \"Experiment\"; give a suite here, or this file to what takes an experiment",
            Assert.Single(Load(Sample.Valid).Problems).ToString());
    }

    [Fact]
    public void Unknown_kind_is_refused_naming_both() =>
        Assert.Equal(
            "s.yaml:2:7: unknown kind of document: \"Sweet\"; write 'kind: Experiment' or 'kind: Suite'",
            Load(Text("{ experiments: [a] }").Replace("Suite", "Sweet")).Problems[0].ToString());

    [Fact]
    public void Head_of_a_document_is_there_though_its_spec_is_wrong()
    {
        var head =
            DocumentHead.Of(Sample.With("metadata: { name: sample, labels: { suite: quick } }").Replace("duration: 60s", "duration: soon"));

        Assert.True(head is { IsExperiment: true, Name: "sample" });
        Assert.Equal("quick", head.Labels["suite"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a: [")]
    [InlineData("services: {}")]
    [InlineData("- a")]
    [InlineData("kind: Experiment\nmetadata: 7")]
    public void Head_of_anything_else_says_nothing(string text) => Assert.Null(DocumentHead.Of(text).Name);

    private static string Text(string spec, string name = "s") =>
        $"apiVersion: chaosservice/v1\nkind: Suite\nmetadata: {{ name: {name} }}\nspec: {spec}\n";

    private static SuiteLoadResult Load(string text) => Sample.Suites.LoadText("s.yaml", text);
}
