using ChaosService.Engine.Histories.Recording;
using ChaosService.Engine.Running.Requests;
using ChaosService.Model;
using ChaosService.Model.Actions;
using ChaosService.Model.Clusters;
using ChaosService.Model.Histories;
using ChaosService.Model.Plans;

namespace ChaosService.Engine.Running.Exercising;

/// <summary>
/// The process that operates the target while others load and break it. Carries out each action at its time, or when the one that it
/// waits for has ended; every attempt and its answer go into the history, and the check <c>actions</c> judges them.
/// </summary>
/// <param name="keyPrefix">With which the run's keys begin.</param>
internal sealed class Operator(
    Catalog catalog, ICluster cluster, string keyPrefix, HistoryRecorder recorder, IRunListener listener, TimeProvider time)
{
    /// <summary>The wait before a call is retried whose outcome is unknown or not yet the expected one.</summary>
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Returns when every action has ended, soon after <paramref name="stop"/> at the latest.</summary>
    public Task RunAsync(IReadOnlyList<PlannedAction> planned, CancellationToken stop)
    {
        var started = time.GetTimestamp();
        var ended = planned.ToDictionary(a => a.Id, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return Task.WhenAll(planned.Select(action => Task.Run(
            async () =>
            {
                try
                {
                    await UntilDueAsync(action, ended, started, stop);
                    await CarryOutAsync(action, stop);
                }
                catch (OperationCanceledException) when (stop.IsCancellationRequested)
                {
                    Tell(action, OpType.Info, 1, 1, "the load ended before it was carried out");
                }
                finally
                {
                    ended[action.Id].TrySetResult();
                }
            },
            CancellationToken.None)));
    }

    private async Task UntilDueAsync(
        PlannedAction action, Dictionary<string, TaskCompletionSource> ended, long started, CancellationToken stop)
    {
        if (action.After is { } before) await ended[before].Task.WaitAsync(stop);
        var wait = action.At is { } at ? at - time.GetElapsedTime(started) : action.Wait;
        if (wait > TimeSpan.Zero) await Task.Delay(wait, time, stop);
        stop.ThrowIfCancellationRequested();
    }

    private async Task CarryOutAsync(PlannedAction planned, CancellationToken stop)
    {
        var action = catalog.Actions[planned.Kind].Create(planned.Parameters, cluster, keyPrefix);
        for (var call = 1; call <= planned.Repeat; call++)
        {
            var (began, said) = (time.GetTimestamp(), (string?)null);
            for (var attempt = 1; ; attempt++)
            {
                Tell(planned, OpType.Invoke, call, attempt, "", isNews: attempt == 1);
                var answer = await ActAsync(action, planned.Timeout, stop);
                // Whoever watches is not told the same twice a second.
                Tell(planned, answer.Outcome, call, attempt, answer.Evidence, isNews: answer.Evidence != said);
                said = answer.Evidence;
                if (stop.IsCancellationRequested) return;
                var isRetried = answer.Outcome == OpType.Info && attempt <= planned.Retry;
                if (answer.Outcome == OpType.Ok || (!isRetried && time.GetElapsedTime(began) >= planned.Within)) break;
                // Whoever has written an answer has nothing more to say when the load ends.
                await Task.Delay(RetryPause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (stop.IsCancellationRequested) return;
            }
        }
    }

    private async Task<ActionAnswer> ActAsync(IAction action, TimeSpan timeout, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        try
        {
            return await action.ActAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            return new(OpType.Info, stop.IsCancellationRequested
                ? "the load ended before an answer" : $"no answer in {timeout.TotalMilliseconds:0} ms");
        }
        catch (Exception e)
        {
            // A fault in the action itself must not look as if all were well.
            return new(OpType.Info, $"it could not be carried out: {e.Message}");
        }
    }

    private void Tell(PlannedAction action, OpType type, int call, int attempt, string detail, bool isNews = true)
    {
        var e = new ActionEvent(recorder.ElapsedNs, action.Id, action.Name, action.Kind, type, call, attempt, detail);
        recorder.Record(e);
        if (isNews) listener.OnAction(e);
    }
}
