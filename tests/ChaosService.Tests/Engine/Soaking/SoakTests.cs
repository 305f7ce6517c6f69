using ChaosService.Engine.Histories.Reading;
using ChaosService.Engine.Reporting;
using ChaosService.Engine.Reporting.Results;
using ChaosService.Engine.Soaking;
using ChaosService.Model.Experiments;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Engine.Soaking;

public sealed class SoakTests
{
    private static readonly SoakSpec Spec = new(TimeSpan.FromSeconds(1), Keep: 2, Evidence: 2, SoakStop.Never);

    [Fact]
    public async Task Windows_chain_each_with_keys_results_and_history_of_its_own()
    {
        using var soak = new SmallSoak();

        var record = await soak.RunAsync(Spec, 3, TestContext.Current.CancellationToken);

        Assert.Equal([1, 2, 3], record.Windows.Select(w => w.Index));
        Assert.All(record.Windows, w => Assert.Equal(Outcome.Valid, w.Verdict));
        Assert.Equal(record.Windows.Select(w => w.FromSeconds).Order(), record.Windows.Select(w => w.FromSeconds));
        Assert.Equal(["chaosservice/run-1/0001/0/", "chaosservice/run-1/0002/0/", "chaosservice/run-1/0003/0/"], soak.Database.Prefixes);
        Assert.Equal(453, record.Ops.Ok);
        Assert.Equal("run-1/0003", ResultsJson.Read(Path.Combine(soak.Run.Window(3).FullPath, Reports.ResultsFile)).RunId);
        Assert.Equal(record.Windows.Select(w => w.Index), soak.Listener.Windows.Select(w => w.Index));
    }

    [Fact]
    public async Task Thinning_keeps_the_latest_valid_windows_and_every_result()
    {
        using var soak = new SmallSoak();

        var record = await soak.RunAsync(Spec, 5, TestContext.Current.CancellationToken);

        Assert.Equal([false, false, false, true, true], Enumerable.Range(1, 5).Select(soak.IsWhole));
        Assert.Equal([false, false, false, true, true], record.Windows.Select(w => w.Kept));
        Assert.All(Enumerable.Range(1, 5), w =>
            Assert.Equal(Outcome.Valid, ResultsJson.Read(Path.Combine(soak.Run.Window(w).FullPath, Reports.ResultsFile)).Verdict.Outcome));
        Assert.Equal("run-1/0005", HistoryReader.Read(soak.Run.Window(5).History).Truncation ?? "run-1/0005");
    }

    [Fact]
    public async Task Violation_in_one_window_is_found_named_and_its_evidence_kept()
    {
        var database = new SmallDatabase();
        using var soak = new SmallSoak(new SmallLoad { After = window => { if (window == 2) database.Lose("/0002/"); } }, database);

        var record = await soak.RunAsync(Spec with { Keep = 0 }, 6, TestContext.Current.CancellationToken);

        Assert.Equal(Outcome.Invalid, record.Verdict.Outcome);
        Assert.Equal([2], record.Windows.Where(w => w.Verdict == Outcome.Invalid).Select(w => w.Index));
        Assert.StartsWith("of 6: window 2 invalid; set-full: invalid in window 2; window 2: 150 lost", record.Verdict.Reason);
        Assert.StartsWith("window 2: ", record.Verdict.Checks.Single(c => c.Check == "set-full").Findings[0].Explanation);
        Assert.Equal([false, true, false, false, false, false], Enumerable.Range(1, 6).Select(soak.IsWhole));
    }

    [Fact]
    public async Task First_evidence_is_never_removed_and_what_is_beyond_the_limit_is_counted()
    {
        var database = new SmallDatabase();
        using var soak = new SmallSoak(new SmallLoad { After = window => database.Lose($"/{window:0000}/") }, database);

        var record = await soak.RunAsync(Spec, 5, TestContext.Current.CancellationToken);

        Assert.Equal([true, true, false, false, false], Enumerable.Range(1, 5).Select(soak.IsWhole));
        Assert.All(record.Windows, w => Assert.Equal((Outcome.Invalid, 150L), (w.Verdict, w.Findings)));
        Assert.NotEmpty(ResultsJson.Read(Path.Combine(soak.Run.Window(5).FullPath, Reports.ResultsFile)).Verdict.Checks.Single(
            c => c.Check == "set-full").Findings);
    }

    [Fact]
    public async Task Loss_windows_after_the_acknowledgement_is_found()
    {
        var database = new SmallDatabase();
        using var soak = new SmallSoak(new SmallLoad { After = window => { if (window == 4) database.Lose("/0002/"); } }, database);

        var record = await soak.RunAsync(Spec, 4, TestContext.Current.CancellationToken);

        Assert.Equal([4], record.Windows.Where(w => w.Verdict == Outcome.Invalid).Select(w => w.Index));
        Assert.Contains("64 of 64 elements that were in the set at the end of window 2 are gone", record.Verdict.Reason);
    }

    [Fact]
    public async Task Invalid_window_ends_the_soak_when_asked_to()
    {
        var database = new SmallDatabase();
        using var soak = new SmallSoak(new SmallLoad { After = window => { if (window == 2) database.Lose("/0002/"); } }, database);

        var record = await soak.RunAsync(Spec with { StopOn = SoakStop.Invalid }, 6, TestContext.Current.CancellationToken);

        Assert.Equal(2, record.Windows.Count);
        Assert.Null(record.Verdict.Aborted);
        Assert.Contains(record.Notes, n => n.Contains("ended after window 2"));
    }

    [Fact]
    public async Task Stop_in_mid_window_keeps_the_verdicts_before_it()
    {
        using var stop = new CancellationTokenSource();
        using var soak = new SmallSoak(new SmallLoad
        {
            Before = async (window, token) =>
            {
                if (window != 3) return;
                await stop.CancelAsync();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            },
        });

        var record = await soak.RunAsync(Spec, 6, stop.Token);

        Assert.Equal("stopped by the user", record.Verdict.Aborted);
        Assert.Equal([Outcome.Valid, Outcome.Valid, Outcome.Unknown], record.Windows.Select(w => w.Verdict));
        Assert.Equal([1, 2, 3], WindowLog.Read(soak.Run).Select(w => w.Index));
    }

    [Fact]
    public async Task Window_that_cannot_be_run_ends_the_soak_with_what_was_judged()
    {
        using var soak = new SmallSoak(
            new SmallLoad { Before = (window, _) => window == 2 ? throw new IOException("the engine is gone") : Task.CompletedTask });

        var record = await soak.RunAsync(Spec, 3, TestContext.Current.CancellationToken);

        Assert.Equal("window 2 could not be run: the engine is gone", record.Verdict.Aborted);
        Assert.Equal(Outcome.Valid, Assert.Single(record.Windows).Verdict);
    }

    [Fact]
    public async Task Killed_soak_has_the_verdicts_of_its_finished_windows()
    {
        using var soak = new SmallSoak();
        await soak.RunAsync(Spec, 3, TestContext.Current.CancellationToken);
        // What a kill in mid-write leaves.
        var log = await File.ReadAllTextAsync(soak.Run.Windows, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(soak.Run.Windows, log[..^40], TestContext.Current.CancellationToken);

        Assert.Equal([1, 2], WindowLog.Read(soak.Run).Select(w => w.Index));
        Assert.Empty(WindowLog.Read(ChaosService.Engine.Store.Directories.RunDirectory.At(soak.Run.FullPath + "-nowhere")));
    }

    [Fact]
    public async Task No_more_than_one_windows_history_is_in_memory()
    {
        using var soak = new SmallSoak();
        List<int> inMemory = [];
        soak.Listener.Told = _ => inMemory.Add(soak.Histories.InMemory);

        await soak.RunAsync(Spec, 8, TestContext.Current.CancellationToken);

        Assert.Equal(8, soak.Histories.Judged);
        Assert.InRange(inMemory.Max(), 0, 1);
    }

    [Fact]
    public async Task Report_lists_the_windows_and_junit_has_a_case_for_each_and_its_checks()
    {
        using var soak = new SmallSoak();
        await soak.RunAsync(Spec, 3, TestContext.Current.CancellationToken);

        var html = await File.ReadAllTextAsync(soak.Run.Report, TestContext.Current.CancellationToken);
        var junit = await File.ReadAllTextAsync(Path.Combine(soak.Run.FullPath, Reports.JUnitFile), TestContext.Current.CancellationToken);

        Assert.Contains("href=\"windows/0003/report.html\"", html);
        Assert.DoesNotContain("href=\"windows/0001/report.html\"", html);
        Assert.Contains("name=\"window 2 set-full\"", junit);
        Assert.Contains("name=\"resource-trend\"", junit);
        Assert.Equal(3, ResultsJson.Read(Path.Combine(soak.Run.FullPath, Reports.ResultsFile)).Windows.Count);
    }
}
