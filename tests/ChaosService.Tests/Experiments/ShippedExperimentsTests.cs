using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ChaosService.Checking;
using ChaosService.Docker.Engine;
using ChaosService.Experiments.Loading;
using ChaosService.Experiments.Planning;
using ChaosService.Experiments.Targets;
using ChaosService.Faults;
using ChaosService.Host.Scheduling;
using ChaosService.Model;
using ChaosService.Workloads;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.Tests.Experiments;

/// <summary>The files that users get, with the real kinds and targets: <c>experiments/</c> and the examples of the docs.</summary>
public sealed partial class ShippedExperimentsTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../.."));

    private static readonly Catalog Catalog = new(
        FaultKinds.All(DockerClientConfiguration.FromEnvironment().CreateClient(), TimeProvider.System, NullLoggerFactory.Instance),
        WorkloadKinds.All(), DatabaseKinds.All(), CheckKinds.All());

    private static readonly ExperimentLoader Loader = new(Catalog, new ComposeTargets(Root), new QuartzRules(TimeProvider.System));

    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Path.Combine(Root, "experiments"), "*.yaml", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Root, f)).Order()];

    [Theory]
    [MemberData(nameof(Files))]
    public void Shipped_file_has_no_problems(string file) =>
        Assert.Empty(Loader.Load(Path.Combine(Root, file), []).Problems.Select(p => p.ToString()));

    [Theory]
    [MemberData(nameof(Files))]
    public void Shipped_file_gives_the_same_bytes_for_the_same_seed(string file)
    {
        Assert.Equal(Plan(), Plan());

        string Plan() => PlannerTests.Json(Planner.Plan(Loader.Load(Path.Combine(Root, file), []).Experiment!, 7));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Shipped_file_reads_as_a_timeline(string file)
    {
        var experiment = Loader.Load(Path.Combine(Root, file), []).Experiment!;
        var text = string.Join('\n', PlanText.Lines(Planner.Plan(experiment, experiment.Seed!.Value), Catalog));
        Assert.All(experiment.Faults, fault => Assert.Contains(fault.Kind, text));
        TestContext.Current.TestOutputHelper?.WriteLine(text);
    }

    [Fact]
    public void Suite_of_all_files_is_short_enough_to_run_often() =>
        Assert.InRange(Files.Sum(f => Loader.Load(Path.Combine(Root, f.Data), []).Experiment!.Duration.TotalMinutes), 1, 6);

    [Fact]
    public void Steps_of_the_guide_make_an_experiment()
    {
        var blocks = YamlBlock().Matches(File.ReadAllText(Path.Combine(Root, "docs", "write-an-experiment.md"))).Select(m => m.Groups[1].Value).Take(6).ToList();
        Assert.Empty(Loader.LoadText("step 1", blocks[0], []).Problems);
        var whole = Loader.LoadText("all steps", blocks[0][..blocks[0].IndexOf("  checks:", StringComparison.Ordinal)] + string.Concat(blocks[1..]), []);
        Assert.Empty(whole.Problems.Select(p => p.ToString()));
        Assert.Equal(2, whole.Experiment!.Faults.Count);
        Assert.NotNull(whole.Experiment.Expect);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex YamlBlock();
}
