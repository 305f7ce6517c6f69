using System.Globalization;
using ChaosService.Engine.Journal;
using ChaosService.Engine.Store.Runs;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;

namespace ChaosService.Benchmarks.Service;

/// <summary>A store as it is after months: many runs of a few experiments, most of them valid.</summary>
internal static class StoredRuns
{
    private static readonly DateTimeOffset First = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Fill(string state, int count)
    {
        var store = new RunStore(new StateDatabase(state));
        for (var i = 0; i < count; i++) store.Add(One(i));
    }

    private static StoredRun One(int i)
    {
        var at = First.AddMinutes(20 * i);
        var verdict = i % 50 == 7 ? Outcome.Invalid : i % 11 == 3 ? Outcome.Unknown : Outcome.Valid;
        var id = string.Create(CultureInfo.InvariantCulture, $"{at:yyyyMMdd-HHmmss}-experiment-{i % 20}-{i:x6}");
        return new StoredRun
        {
            Id = id,
            Experiment = $"experiment-{i % 20}",
            Project = $"chaosservice-target-{i % 4}",
            Seed = i,
            Cause = i % 3 == 0 ? "api" : "schedule nightly",
            Labels = new Dictionary<string, string>
            {
                ["suite"] = i % 2 == 0 ? "quick" : "nightly", ["team"] = $"team-{i % 5}", ["release"] = $"r{i / 1000}",
            },
            State = i % 40 == 9 ? RunState.Aborted : RunState.Finished,
            Verdict = verdict,
            Reason = verdict == Outcome.Invalid ? "linearizable: 3 stale reads of 2 keys after fault f1" : null,
            ExitCode = (int)verdict,
            AcceptedAt = at,
            StartedAt = at.AddSeconds(1),
            EndedAt = at.AddSeconds(70),
            Directory = $"/var/lib/chaosservice/runs/{id}",
        };
    }
}
