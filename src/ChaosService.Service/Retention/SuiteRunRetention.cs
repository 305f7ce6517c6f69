using ChaosService.Engine.Retention;
using ChaosService.Engine.Store.Runs;
using ChaosService.Model.Runs;
using ChaosService.Model.Suites;
using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Retention;

/// <summary>
/// Deletes finished runs of suites: when the last of their members' runs is gone, and they are older than runs are kept.
/// </summary>
internal sealed class SuiteRunRetention(
    SuiteRunStore suites, IRunStore runs, RetentionLimits limits, DeletionRecords records, ILogger<SuiteRunRetention> log)
{
    private const string Reason = "none of its runs is kept any more";

    /// <param name="now">A time that is to be trusted.</param>
    public async Task ApplyAsync(DateTimeOffset now, CancellationToken stop)
    {
        var old = suites.Over().Where(r => now - (r.EndedAt ?? r.StartedAt) > limits.Age);
        foreach (var run in old.Where(r => !HasRuns(r)).Take(RunRetention.DeletionsMax))
        {
            stop.ThrowIfCancellationRequested();
            // Another instance may have been quicker.
            if (!suites.Delete(run.Id)) continue;
            log.SuiteRunDeleted(run.Id, Reason);
            await records.AddAsync("delete suite run", run.Id, Reason);
        }
    }

    private bool HasRuns(SuiteRun run) => run.Members.Any(m => m.RunId is { } id && runs.Find(id) is not null);
}
