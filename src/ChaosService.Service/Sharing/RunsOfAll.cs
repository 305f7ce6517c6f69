using ChaosService.Engine.Store.Postgres;
using ChaosService.Model.Runs;
using ChaosService.Service.Events;
using ChaosService.Service.Queue;
using ChaosService.Service.Suites;

namespace ChaosService.Service.Sharing;

/// <summary>Sees the runs of all instances: its own must be those that it knows, and it reports the others.</summary>
internal sealed class RunsOfAll(
    SharedRuns shared, PostgresDatabase database, IRunStore store, RunQueue queue, RunsElsewhere elsewhere, SuitesElsewhere suites,
    TimeProvider time) : IDuty
{
    public void Do()
    {
        var going = shared.GoingOn();
        EndUnknown([.. going.Where(r => r.Instance == database.Instance)]);
        elsewhere.Update([.. going.Where(r => r.Instance != database.Instance)]);
        suites.Update();
    }

    /// <summary>A run that the store accepted although it could not confirm it: this instance does not know of it.</summary>
    private void EndUnknown(IReadOnlyList<StoredRun> own)
    {
        foreach (var run in own.Where(r => queue.Find(r.Id) is null))
            // Only if it is not over by now: the look came before the question.
            store.UpdateUnfinishedAsync(run with
            {
                State = RunState.Interrupted,
                Reason = "the shared store was lost while the run was accepted; trigger it again",
                EndedAt = time.GetUtcNow(),
            }).GetAwaiter().GetResult();
    }
}
