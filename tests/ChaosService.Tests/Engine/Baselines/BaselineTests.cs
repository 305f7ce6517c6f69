using System.Text.Json;
using ChaosService.Engine.Baselines;
using ChaosService.Engine.Reporting.Results;
using ChaosService.Model.Configuration;
using ChaosService.Model.Verdicts;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Engine.Reporting;

namespace ChaosService.Tests.Engine.Baselines;

public sealed class BaselineTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2025, 3, 2, 0, 0, 0, TimeSpan.Zero);

    private static readonly ReportModel Sample = ReportModel.From(SampleRun.Record(SampleRun.History(100), Outcome.Valid));

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Figures_of_each_run_are_kept_whose_better_side_is_known()
    {
        var baseline = Baseline.Of([Run("a", 10, ("attempt_count", 7)), Run("b", 11), Run("c", 12)], Now);

        Assert.Equal(["a", "b", "c"], baseline.Runs.Select(r => r.RunId));
        Assert.Equal([10, 11, 12], baseline.Runs.Select(r => r.Figures["latency.p99_ms"]));
        Assert.Equal(["latency.p99_ms", "ops.ok_per_s"], baseline.Runs[0].Figures.Keys);
        Assert.Equal(Sample.Ops.Ok / 60.0, baseline.Runs[0].Figures["ops.ok_per_s"]);
    }

    [Fact]
    public void File_is_read_back_as_it_was_written()
    {
        var (path, baseline) = (_directory.File("new/b.json"), Baseline.Of([Run("a", 10), Run("b", 11), Run("c", 12)], Now));

        BaselineFile.Write(baseline, path);
        var read = BaselineFile.Read(path);

        Assert.Equal(JsonSerializer.Serialize(baseline), JsonSerializer.Serialize(read));
        Assert.Equal([path], Directory.GetFiles(_directory.File("new")));
    }

    [Theory]
    [InlineData("{", "is not a baseline: line ")]
    [InlineData("{}", "is not a baseline: line ")]
    [InlineData(
        """{"format":"x","experiment":"","setup":"","machine":"","savedAt":"2025-03-02T00:00:00Z","runs":[]}""", "its format is 'x'")]
    public void Other_file_is_refused_with_what_to_do(string text, string problem)
    {
        var path = _directory.File("b.json");
        File.WriteAllText(path, text);

        var error = Assert.Throws<BadInputException>(() => BaselineFile.Read(path)).Message;

        Assert.Contains(path, error);
        Assert.Contains(problem, error);
        Assert.EndsWith("write one with 'chaosctl baseline save'", error);
    }

    [Fact]
    public void Two_runs_do_not_tell_the_noise_and_one_run_named_thrice_is_one()
    {
        Refused("a baseline needs 3 different runs", Run("a", 1), Run("b", 1));
        Refused("a baseline needs 3 different runs", Run("a", 1), Run("a", 1), Run("a", 1));
    }

    [Fact]
    public void Only_valid_runs_of_one_experiment_on_one_machine_make_a_baseline()
    {
        var other = Run("c", 1).Results;
        Refused("c is unknown", Run("a", 1), Run("b", 1), ("c", WithOutcome(other, Outcome.Unknown)));
        Refused("c is aborted", Run("a", 1), Run("b", 1), ("c", other with { Verdict = other.Verdict with { Aborted = "by you" } }));
        Refused(
            "did different things", Run("a", 1), Run("b", 1),
            ("c", other with { Plan = other.Plan with { Duration = TimeSpan.FromSeconds(61) } }));
        Refused(
            "a baseline is of one machine", Run("a", 1), Run("b", 1),
            ("c", other with { Environment = new() { ["machine"] = "9 cores" } }));
    }

    [Fact]
    public void What_a_run_did_does_not_depend_on_how_its_parameters_are_laid_out()
    {
        var laidOut = Sample.Plan.Load.Select(l => l with { Parameters = JsonDocument.Parse("{ \n \"keys\" : 5 }").RootElement });
        var dense = Sample.Plan.Load.Select(l => l with { Parameters = JsonDocument.Parse("{\"keys\":5}").RootElement });

        Assert.Equal(
            Baseline.SetupOf(Sample with { Plan = Sample.Plan with { Load = [.. dense] } }),
            Baseline.SetupOf(Sample with { Plan = Sample.Plan with { Load = [.. laidOut] } }));
    }

    internal static (string Place, ReportModel Results) Run(string id, double p99, params (string Name, double Value)[] more)
    {
        var figures = new Dictionary<string, double> { ["p99_ms"] = p99 };
        foreach (var (name, value) in more) figures[name] = value;
        var check = Sample.Verdict.Checks[0] with { Check = "latency", Figures = figures };
        return (id, Sample with { RunId = id, Verdict = Sample.Verdict with { Checks = [check] } });
    }

    internal static ReportModel WithOutcome(ReportModel run, Outcome outcome) =>
        run with { Verdict = run.Verdict with { Outcome = outcome } };

    private static void Refused(string problem, params (string Place, ReportModel Results)[] runs) =>
        Assert.Contains(problem, Assert.Throws<BadInputException>(() => Baseline.Of(runs, Now)).Message);
}
