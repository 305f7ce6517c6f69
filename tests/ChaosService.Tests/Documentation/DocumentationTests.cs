using ChaosService.Checking.Linearizability;
using ChaosService.Engine.Histories.Reading;
using ChaosService.Model.Checks;
using ChaosService.Model.Verdicts;
using ChaosService.Tests.Experiments;

namespace ChaosService.Tests.Documentation;

/// <summary>What the README and the docs tell people to type, to open and to write is so.</summary>
public sealed class DocumentationTests
{
    public static TheoryData<string> Pages =>
        [.. Directory.EnumerateFiles(Path.Combine(Shipped.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Shipped.Root, f)).Order(StringComparer.Ordinal), "README.md", "CHANGELOG.md"];

    public static TheoryData<string> Examples =>
        [.. Directory.EnumerateFiles(Path.Combine(Shipped.Root, "docs", "examples"), "*.yaml")
            .Select(f => Path.GetRelativePath(Shipped.Root, f))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Commands_of_a_page_can_be_typed(string page) => None(Promises.BrokenCommands(Promises.Read(page)));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_of_a_page_lead_somewhere(string page) => None(Promises.BrokenLinks(Promises.Read(page)));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Examples_on_a_page_are_taken(string page) => None(Promises.BrokenExamples(Promises.Read(page)));

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_file_has_no_problems(string file) =>
        Assert.Empty(Shipped.Loader.Load(Path.Combine(Shipped.Root, file), []).Problems);

    [Fact]
    public void Violation_that_is_explained_is_what_the_check_says()
    {
        var history = HistoryReader.Read(Path.Combine(Shipped.Root, "docs/examples/stale-read.jsonl"));
        var finding = Assert.Single(new LinearizableCheck().Check(history, new LinearizableParameters(), CheckBudget.Unlimited).Findings);
        Assert.Contains($"{finding.Anomaly}: {finding.Explanation}\n", Promises.Read("docs/understand-a-verdict.md").Text);
    }

    [Fact]
    public void Every_kind_is_in_the_tables()
    {
        var (guide, readme, faults) = (
            Promises.Read("docs/write-an-experiment.md").Text, Promises.Read("README.md").Text,
            Promises.Read("docs/faults/README.md").Text);
        string[] kinds =
        [
            .. Shipped.Catalog.Workloads.Keys, .. Shipped.Catalog.Databases.Keys, .. Shipped.Catalog.Checks.Keys,
        ];
        Assert.All(kinds, kind => Assert.Matches($"`{kind}`|{kind}:", guide));
        Assert.All(Shipped.Catalog.Faults.Keys, fault => Assert.Contains($"`{fault}`", readme));
        Assert.All(Shipped.Catalog.Faults.Keys, fault => Assert.Contains($"| [{fault}]({fault}.md) |", faults));
    }

    [Theory]
    [MemberData(nameof(ShippedExperimentsTests.Files), MemberType = typeof(ShippedExperimentsTests))]
    public void Shipped_experiment_is_in_the_list_with_its_verdict(string file)
    {
        // So many that they have pages of their own.
        var page = file.Split('/')[1] switch
        {
            "timeseries" => "docs/strategies/000.md",
            "merklekv" => "docs/strategies/003.md",
            _ => "docs/1-first-run.md",
        };
        var row = Assert.Single(
            Promises.Read(page).Text.Split('\n'), line => line.StartsWith($"| `{file}`", StringComparison.Ordinal));
        var expected = Shipped.Loader.Load(Path.Combine(Shipped.Root, file), []).Experiment!.Expect?.Verdict ?? Outcome.Valid;
        Assert.StartsWith(expected.ToString().ToLowerInvariant(), row.Split('|')[3].Trim());
    }

    [Theory]
    [InlineData("./chaosctl run experiments/etcd/mixed.yaml --sed 7", "Unrecognized command or argument '--sed'.")]
    [InlineData("./chaosctl fly", "Unrecognized command or argument 'fly'.")]
    [InlineData("./chaosctl run experiments/etcd/nothing.yaml", "there is no experiments/etcd/nothing.yaml")]
    [InlineData("./chaos", "there is no ./chaos")]
    public void Command_that_cannot_be_typed_is_found(string command, string problem)
    {
        Assert.Contains($"a.md: {command}: {problem}", Promises.BrokenCommands(new("a.md", $"Type\n\n```\n{command}\n```\n")));
        Assert.Contains($"a.md: {command}: {problem}", Promises.BrokenCommands(new("a.md", $"Type `{command}`.\n")));
    }

    [Theory]
    [InlineData("./chaosctl plan experiments/etcd/mixed.yaml --set 'spec.faults[0].on={ random: 2 }' # why not")]
    [InlineData("./chaosctl report \"runs/$(ls -t runs | head -n 1)\"")]
    [InlineData("  repeat   ./chaosctl fly")]
    public void Command_that_can_be_typed_is_not(string line) => Assert.Empty(Promises.BrokenCommands(new("a.md", $"```\n{line}\n```\n")));

    [Theory]
    [InlineData("[a](docs/nothing.md)", "docs/nothing.md: no such file")]
    [InlineData("[a](README.md#nothing)", "README.md#nothing: no such heading")]
    [InlineData("![a](docs/images/nothing.png)", "docs/images/nothing.png: no such file")]
    public void Link_that_leads_nowhere_is_found(string text, string problem) =>
        Assert.Equal([$"a.md: {problem}"], Promises.BrokenLinks(new("a.md", $"{text}\n")));

    [Fact]
    public void Example_that_is_not_taken_is_found()
    {
        Assert.NotEmpty(Promises.BrokenExamples(new(
            "a.md", "```yaml\napiVersion: chaosservice/v1\nkind: Experiment\nmetadata: { name: a }\nspec: { target: nowhere }\n```\n")));
        Assert.NotEmpty(Promises.BrokenExamples(new("a.md", "```\n{\"index\":0,\"time\":\"soon\"}\n```\n")));
    }

    /// <summary>Shows all of them, whole.</summary>
    private static void None(IEnumerable<string> broken)
    {
        var all = string.Join('\n', broken);
        Assert.True(all.Length == 0, all);
    }
}
