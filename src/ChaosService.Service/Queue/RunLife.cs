using System.Data.Common;
using ChaosService.Engine.Judging;
using ChaosService.Engine.Running.Requests;
using ChaosService.Experiments.Planning;
using ChaosService.Model.Runs;
using ChaosService.Service.Conditions;
using ChaosService.Service.Events;
using ChaosService.Service.Logging;
using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Queue;

/// <summary>Takes one run from its start to its end, and records its result whatever happens.</summary>
internal sealed class RunLife(
    IRunWork work, IRunStore store, RunEventHub events, RunObservers observers, ITargetClaims claims, TimeProvider time,
    ILogger<RunLife> log) : ICondition
{
    string? ICondition.Trouble => StoreTrouble;

    private static readonly TimeSpan StoreRetry = TimeSpan.FromSeconds(1);

    /// <summary>Why the store cannot be written; null when it can.</summary>
    public string? StoreTrouble { get; private set; }

    /// <summary>Raised after a run ended and everything of it is stored. Handlers must be quick.</summary>
    public event Action? Ended;

    public async Task LiveAsync(AcceptedRun run)
    {
        using var scope =
            log.BeginScope(new Dictionary<string, object> { ["RunId"] = run.Record.Id, ["Experiment"] = run.Record.Experiment });
        try
        {
            using var claim = await claims.TakeAsync(run.Project, run.Record.Id, run.Stop);
            await ChangeAsync(run, run.Record with { State = RunState.Running, StartedAt = time.GetUtcNow() }, run.Stop);
            run.Events.Begin(PlanText.Headline(run.Prepared.Plan));
            log.RunStarts(run.Record.Id, run.Record.Cause);
            var listener = observers.Started(run.Record, run.Prepared.Plan, run.Events);
            var result = await work.RunAsync(run.Prepared with { TraceParent = run.Record.TraceParent }, listener, run.Stop);
            await EndAsync(run, Over(run, result), result);
        }
        catch (Exception e)
        {
            log.RunDidNotEnd(e, run.Record.Id);
            await EndAsync(run, Failed(run, e), result: null);
        }
    }

    /// <summary>
    /// Ends a run that never began: its record is updated at once, and the store after <see cref="StoreWithdrawnAsync"/>.
    /// </summary>
    public void Withdraw(AcceptedRun run, string reason) =>
        run.Record =
            run.Record with { State = RunState.Aborted, Reason = reason, ExitCode = ExitCodes.Aborted, EndedAt = time.GetUtcNow() };

    public async Task StoreWithdrawnAsync(AcceptedRun run)
    {
        try
        {
            await store.UpdateAsync(run.Record);
        }
        catch (DbException e)
        {
            // A halt must not fail for want of disk: the next start ends what stands as queued.
            StoreTrouble = e.Message;
            log.StoreNotWritten(run.Record.Id, e.Message);
        }
        events.Close(run.Record, run.Events);
        observers.Ended(run.Record, result: null);
    }

    private StoredRun Over(AcceptedRun run, RunResult result)
    {
        var verdict = result.Record.Verdict;
        var notReverted = result.NotReverted.Count == 0 ? null : $"not reverted: {string.Join("; ", result.NotReverted)}";
        return run.Record with
        {
            State = verdict.Aborted is null ? RunState.Finished : RunState.Aborted,
            Verdict = verdict.Outcome,
            Reason = notReverted ?? (verdict.Aborted is { } aborted ? run.StopReason ?? aborted : verdict.Reason),
            ExitCode = notReverted is null ? ExitCodes.Of(verdict) : ExitCodes.Unavailable,
            EndedAt = time.GetUtcNow(),
            Directory = result.Directory,
        };
    }

    private StoredRun Failed(AcceptedRun run, Exception e)
    {
        var (state, code) = e switch
        {
            OperationCanceledException when run.StopReason is not null => (RunState.Aborted, ExitCodes.Aborted),
            RunGivenUpException => (RunState.Interrupted, ExitCodes.Unavailable),
            // Nobody wanted an end.
            OperationCanceledException => (RunState.Rejected, ExitCodes.Internal),
            _ => (RunState.Rejected, ExitCodes.Of(e)),
        };
        return run.Record with
        {
            State = state, Reason = state == RunState.Aborted ? run.StopReason : e.Message, ExitCode = code, EndedAt = time.GetUtcNow(),
        };
    }

    private async Task EndAsync(AcceptedRun run, StoredRun record, RunResult? result)
    {
        await ChangeAsync(run, record, CancellationToken.None, result);
        events.Close(record, run.Events);
        log.RunEnds(record.Id, record.State.ToString());
        observers.Ended(record, result);
        Ended?.Invoke();
    }

    /// <summary>
    /// A full disk under the store holds the run here until there is room: its faults are reverted already. A run that is to begin waits no
    /// longer than until someone ends it.
    /// </summary>
    private async Task ChangeAsync(AcceptedRun run, StoredRun record, CancellationToken stop, RunResult? result = null)
    {
        run.Record = record;
        while (true)
        {
            try
            {
                if (result is not null) store.SaveVerdict(record.Id, VerdictJson.Write(result), VerdictText.Write(result));
                // Its end is written in any case; to begin, it must still be this instance's.
                if (record.Over) await store.UpdateAsync(record);
                else if (!await store.UpdateUnfinishedAsync(record).WaitAsync(stop)) throw new RunGivenUpException();
                StoreTrouble = null;
                break;
            }
            catch (DbException e)
            {
                StoreTrouble = e.Message;
                log.StoreNotWritten(record.Id, e.Message);
                await Task.Delay(StoreRetry, time, stop);
            }
        }
        if (!record.Over) run.Events.State(record);
    }
}

/// <summary>While it waited, another instance considered this one dead and ended the run.</summary>
internal sealed class RunGivenUpException() : Exception("another instance took this one for gone while the run waited; trigger it again");
