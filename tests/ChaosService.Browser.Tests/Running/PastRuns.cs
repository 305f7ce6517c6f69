using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;

namespace ChaosService.Browser.Tests.Running;

/// <summary>Runs of earlier days in the store, one of every state and verdict among them.</summary>
internal static class PastRuns
{
    private static readonly (RunState State, Outcome? Verdict, int? ExitCode, string? Reason)[] Endings =
    [
        (RunState.Finished, Outcome.Valid, 0, "all 3 checks hold"),
        (RunState.Finished, Outcome.Valid, 0, "all 3 checks hold"),
        (RunState.Finished, Outcome.Invalid, 1, "linearizable: key k7 read 41 after 42 was acknowledged"),
        (RunState.Finished, Outcome.Unknown, 2, "assumptions: fault f1 had no observed effect"),
        (RunState.Finished, Outcome.Valid, 0, "all 3 checks hold"),
        (RunState.Aborted, Outcome.Valid, 3, "aborted over the API"),
        (
            RunState.Interrupted, null, null,
            "the service ended while it ran; its history is kept: judge what is there with `chaosctl check`"),
        (RunState.Rejected, null, 69, "the engine is gone"),
    ];

    /// <summary>How many different endings there are.</summary>
    public static int Kinds => Endings.Length;

    /// <summary>Adds runs of one experiment, the last one a quarter of an hour ago and the others hours apart.</summary>
    public static async Task<IReadOnlyList<StoredRun>> AddAsync(
        IRunStore store, string experiment, int count, string project = "chaosservice-etcd", string? reason = null)
    {
        var last = TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(15);
        List<StoredRun> added = [];
        for (var i = count - 1; i >= 0; i--)
        {
            var (state, verdict, exitCode, why) = Endings[i % Endings.Length];
            var at = last - (i * TimeSpan.FromHours(7));
            var id = $"{at:yyyyMMdd-HHmmss}-{experiment}-{i:x6}";
            added.Add(new StoredRun
            {
                Id = id, Experiment = experiment, Project = project, Seed = 42 + i, Cause = i % 3 == 0 ? "api" : $"schedule {experiment}",
                Labels = new Dictionary<string, string> { ["suite"] = "quick" }, State = state, Verdict = verdict, ExitCode = exitCode,
                Reason = reason ?? why, AcceptedAt = at, StartedAt = state == RunState.Rejected ? null : at,
                EndedAt = at + TimeSpan.FromSeconds(48 + (7 * (i % 5))), Directory = "/nowhere/" + id,
            });
        }
        await Task.WhenAll(added.Select(store.AddAsync));
        added.Reverse();
        return added;
    }
}
