using System.Text.RegularExpressions;
using ChaosService.Experiments.Loading;
using ChaosService.Experiments.Planning;
using ChaosService.Model.Suites;

namespace ChaosService.Tests.Experiments;

/// <summary>The files that users get, with the real kinds and targets: <c>experiments/</c> and the examples of the docs.</summary>
public sealed partial class ShippedExperimentsTests
{
    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Path.Combine(Shipped.Root, "experiments"), "*.yaml", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Shipped.Root, f)).Where(f => !IsSuite(f)).Order()];

    public static TheoryData<string> SuiteFiles => [.. Directory.EnumerateFiles(
        Path.Combine(Shipped.Root, "experiments", "suites"), "*.yaml").Select(f => Path.GetRelativePath(Shipped.Root, f)).Order()];

    [Theory]
    [MemberData(nameof(Files))]
    public void Shipped_file_has_no_problems(string file) =>
        Assert.Empty(Shipped.Loader.Load(Path.Combine(Shipped.Root, file), []).Problems.Select(p => p.ToString()));

    [Theory]
    [MemberData(nameof(Files))]
    public void Shipped_file_gives_the_same_bytes_for_the_same_seed(string file)
    {
        Assert.Equal(Plan(), Plan());

        string Plan() => PlannerTests.Json(Planner.Plan(Shipped.Loader.Load(Path.Combine(Shipped.Root, file), []).Experiment!, 7));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Shipped_file_reads_as_a_timeline(string file)
    {
        var experiment = Shipped.Loader.Load(Path.Combine(Shipped.Root, file), []).Experiment!;
        var text = string.Join('\n', PlanText.Lines(Planner.Plan(experiment, experiment.Seed!.Value), Shipped.Catalog));
        Assert.All(experiment.Faults, fault => Assert.Contains(fault.Kind, text));
        TestContext.Current.TestOutputHelper?.WriteLine(text);
    }

    [Theory]
    [MemberData(nameof(SuiteFiles))]
    public void Shipped_suite_chooses_shipped_experiments(string file)
    {
        var loaded = Shipped.Suites.Load(Path.Combine(Shipped.Root, file));
        Assert.Empty(loaded.Problems.Select(p => p.ToString()));
        var experiments = Files.Select(f => Shipped.Loader.Load(Path.Combine(Shipped.Root, f.Data), []).Experiment!);

        var (members, refusal) = SuiteResolution.Resolve(loaded.Suite!, [.. experiments.Select(e => new SuiteCandidate(e.Name, e.Labels))]);

        Assert.Null(refusal);
        // A label that few experiments have is a mistake; a list has what its author wants.
        Assert.True(members.Count > (loaded.Suite!.Selector is null ? 0 : 2));
    }

    [Fact]
    public void Every_kind_of_fault_is_in_one() => Assert.Empty(Shipped.Catalog.Faults.Keys.Except(Files.SelectMany(f =>
        FaultKind().Matches(File.ReadAllText(Path.Combine(Shipped.Root, f.Data))).Select(m => m.Groups[1].Value))));

    [Fact]
    public void Suite_of_all_files_is_short_enough_to_run_often() =>
        // A soak is long by nature; what is run often is one cut short. Those of the clusters of our own have suites of their own.
        Assert.InRange(Files.Where(f => !f.Data.Contains("/timeseries/") && !f.Data.Contains("/merklekv/"))
            .Select(f => Shipped.Loader.Load(Path.Combine(Shipped.Root, f.Data), []).Experiment!).Where(e => e.Soak is null)
            .Sum(e => e.Duration.TotalMinutes), 1, 20);

    [Fact]
    public void Steps_of_the_guide_make_an_experiment()
    {
        var blocks = YamlBlock().Matches(File.ReadAllText(Path.Combine(Shipped.Root, "docs", "write-an-experiment.md")))
            .Select(m => m.Groups[1].Value).Take(6).ToList();
        Assert.Empty(Shipped.Loader.LoadText("step 1", blocks[0], []).Problems);
        var whole = Shipped.Loader.LoadText(
            "all steps", blocks[0][..blocks[0].IndexOf("  checks:", StringComparison.Ordinal)] + string.Concat(blocks[1..]), []);
        Assert.Empty(whole.Problems.Select(p => p.ToString()));
        Assert.Equal(2, whole.Experiment!.Faults.Count);
        Assert.NotNull(whole.Experiment.Expect);
    }

    private static bool IsSuite(string file) => DocumentHead.Of(File.ReadAllText(Path.Combine(Shipped.Root, file))).IsSuite;

    [GeneratedRegex(@"\bkind: ([a-z-]+)\b")]
    private static partial Regex FaultKind();

    [GeneratedRegex(@"```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex YamlBlock();
}
