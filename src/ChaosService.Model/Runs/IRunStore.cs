using ChaosService.Model.Verdicts;

namespace ChaosService.Model.Runs;

/// <summary>Every run that the service ever accepted. Survives restarts. Thread-safe.</summary>
public interface IRunStore
{
    /// <summary>
    /// Completes when the run would survive a power cut. Throws when a run with that id, or that idempotency key, exists. Runs get
    /// their place in the list in the order of the calls.
    /// </summary>
    Task AddAsync(StoredRun run);

    /// <summary>
    /// Writes what changes in a run's life: state, verdict, reason, exit code, times and directory. Completes as <see cref="AddAsync"/>
    /// does, and after it.
    /// </summary>
    Task UpdateAsync(StoredRun run);

    /// <summary>
    /// As <see cref="UpdateAsync"/>, unless the run is already over. Then false: another instance considered this one dead.
    /// </summary>
    Task<bool> UpdateUnfinishedAsync(StoredRun run);

    StoredRun? Find(string id);

    StoredRun? FindByKey(string idempotencyKey);

    /// <summary>The newest first.</summary>
    /// <exception cref="FormatException">The cursor is not one that an earlier page gave.</exception>
    RunPage List(RunFilter filter, string? cursor, int limit);

    /// <summary>Ends runs that an earlier process of the service, or a dead instance, left queued or running; returns their ids.</summary>
    IReadOnlyList<string> EndUnfinished(DateTimeOffset now);

    /// <summary>Keeps a run's verdict as it is shown, for programs and for people.</summary>
    void SaveVerdict(string runId, string json, string text);

    /// <summary>Null when the run has no verdict.</summary>
    (string Json, string Text)? Verdict(string runId);

    /// <summary>What the checks found that said invalid, as <c>check/anomaly</c>; empty when the run has no such verdict.</summary>
    IReadOnlyList<string> Violations(string runId);
}

/// <param name="Labels">The run must have each of them.</param>
/// <param name="Since">Accepted at or after.</param>
public sealed record RunFilter(
    string? Experiment = null, RunState? State = null, Outcome? Verdict = null, IReadOnlyDictionary<string, string>? Labels = null,
    DateTimeOffset? Since = null);

/// <param name="Next">The cursor of the next page; null on the last.</param>
public sealed record RunPage(IReadOnlyList<StoredRun> Runs, string? Next);
