using ChaosService.Contracts;
using ChaosService.Engine.Reporting.Results;
using ChaosService.Engine.Soaking;
using ChaosService.Engine.Store.Directories;
using ChaosService.Model.Runs;
using ChaosService.Service.Events;
using ChaosService.Service.Queue;
using ChaosService.Service.Replies;
using ChaosService.Web.Api.Runs;

namespace ChaosService.Web.Pages.Runs;

/// <summary>
/// Collects the data of a run's page: from memory while the run is active and for a while after, from its directory later.
/// </summary>
internal sealed class RunDetails(RunActions runs, RunQueue queue, IRunStore store, RunEventHub hub)
{
    public RunModel Read(string id)
    {
        var run = runs.Find(id);
        var directory = RunDirectory.At(run.Directory);
        var live = hub.Find(run.Id)?.Snapshot();
        var results = run.Over ? Results(directory) : null;
        var (phases, steps) = live is { Phases: [_, ..] } ? (live.Phases, live.FaultSteps) : Journal(directory);
        return new RunModel(
            Wire.Run(run), queue.Find(run.Id)?.Prepared.RepeatCommand ?? results?.RepeatCommand, live, results,
            RunStory.Timeline(phases, steps), RunStory.Faults(steps, run.Over), Findings(live, results), Windows(directory),
            Files(run, directory));
    }

    private static List<WindowReply> Windows(RunDirectory directory) => [.. WindowLog.Read(directory).Select(Wire.Window)];

    /// <summary>Null when there are none, or none that this build can read: the page then shows what is in the store.</summary>
    private static ReportModel? Results(RunDirectory directory)
    {
        var path = Path.Combine(directory.FullPath, "results.json");
        try
        {
            return File.Exists(path) ? ResultsJson.Read(path) : null;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static (IReadOnlyList<PhaseReply> Phases, IReadOnlyList<FaultStepReply> Steps) Journal(RunDirectory directory)
    {
        var lines = RunJournalFile.Tail(directory.Journal);
        return (
            [.. lines.Where(l => l.Phase is not null).Select(l => new PhaseReply(l.Phase!, l.At))],
            [.. lines.Where(l => l is { Fault: not null, Step: not null }).Select(l => new FaultStepReply(l.At, Step(l)))]);
    }

    private static FaultData Step(RunJournalLine line) =>
        new(
            line.Fault!, line.Kind ?? "", char.ToLowerInvariant(line.Step![0]) + line.Step[1..], line.Nodes ?? [], line.Proven,
            line.Detail ?? "", 0);

    private static IReadOnlyList<FindingData> Findings(LiveReply? live, ReportModel? results) => results is null
        ? live?.Findings ?? []
        : [.. results.Verdict.Checks.SelectMany(
            c => c.Findings, (c, f) => new FindingData(c.Check, f.Anomaly, f.Explanation, f.Faults, f.Count))];

    private RunFiles Files(StoredRun run, RunDirectory directory) => new(
        File.Exists(directory.Report), File.Exists(directory.History), File.Exists(Path.Combine(directory.FullPath, "junit.xml")),
        store.Verdict(run.Id) is not null, Directory.Exists(Path.Combine(directory.FullPath, "logs"))
            ? [.. Directory.EnumerateFiles(Path.Combine(directory.FullPath, "logs"), "*.log")
                .Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)]
            : []);
}
