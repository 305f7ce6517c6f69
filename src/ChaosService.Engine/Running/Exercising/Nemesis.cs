using System.Diagnostics;
using ChaosService.Engine.Tracing;
using ChaosService.Model.Faults;
using ChaosService.Model.Histories;
using ChaosService.Model.Plans;
using Microsoft.Extensions.Logging;

namespace ChaosService.Engine.Running.Exercising;

/// <summary>
/// The process that injects: wakes when a fault is due, chooses its nodes, and refuses it if it would break too much. The rest is done by
/// <see cref="FaultLife"/>.
/// </summary>
internal sealed class Nemesis(FaultLife life, LiveNodes choice, BlastRadius radius, FaultLog faults, TimeProvider time, ILogger log)
{
    /// <summary>Faults that are still active because their revert failed. They stay in the journal.</summary>
    public IReadOnlyList<string> NotReverted => life.NotReverted;

    /// <summary>
    /// Runs the faults at their times. Returns when every one is reverted, soon after <paramref name="stop"/> at the latest.
    /// </summary>
    /// <param name="enough">From here on no fault begins, and active ones are reverted once their effect was measured.</param>
    public Task RunAsync(IReadOnlyList<PlannedFault> planned, CancellationToken enough, CancellationToken stop)
    {
        var started = time.GetTimestamp();
        var lives = new Dictionary<string, Task>(StringComparer.Ordinal);
        foreach (var fault in planned)
        {
            var before = Task.WhenAll(fault.After.Select(id => lives[id]));
            lives.Add(fault.Id, Task.Run(() => RunOneAsync(fault, started, before, enough, stop), CancellationToken.None));
        }
        return Task.WhenAll(lives.Values);
    }

    private async Task RunOneAsync(PlannedFault planned, long started, Task before, CancellationToken enough, CancellationToken stop)
    {
        using var scope = log.BeginScope(new Dictionary<string, object> { ["FaultId"] = planned.Id });
        IReadOnlyList<string> nodes = planned.Nodes;
        Activity? span = null;
        try
        {
            await WaitAsync(planned.At - time.GetElapsedTime(started), before, enough, stop);
            span = Spans.Fault(planned);
            var chosen = await choice.ChooseAsync(planned, stop);
            nodes = [.. chosen.Select(n => n.Name)];
            if (await choice.RefusesAsync(planned.When, chosen, stop) is { } otherwise)
            {
                faults.Write(planned.Id, planned.Kind, FaultStep.Skipped, nodes, otherwise);
                return;
            }
            if (chosen.Count == 0) throw new FaultRefusedException($"no node has the role '{planned.Role}'");
            if (radius.TryEnter(nodes) is { } refusal) throw new FaultRefusedException(refusal);
            try
            {
                await life.LiveAsync(planned, chosen, enough, stop);
            }
            finally
            {
                radius.Leave(nodes);
            }
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested)
        {
            faults.Write(planned.Id, planned.Kind, FaultStep.Skipped, nodes, "a violation was certain before the fault was to begin");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The load ended before the fault began: nothing to take back. A fault that was to run shows up as missing.
            var late = before.IsCompleted ? "" : $" (it waited for {string.Join(", ", planned.After)} to be over)";
            faults.Write(planned.Id, planned.Kind, FaultStep.Failed, nodes, $"the load ended before the fault was injected{late}");
        }
        catch (Exception e)
        {
            faults.Write(planned.Id, planned.Kind, FaultStep.Failed, nodes, e.Message);
        }
        finally
        {
            // Still current in the catches: they say into it why it failed.
            span?.SetTag(SpanTags.FaultNodes, string.Join(",", nodes)).Dispose();
        }
    }

    private async Task WaitAsync(TimeSpan delay, Task before, CancellationToken enough, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough, stop);
        either.Token.ThrowIfCancellationRequested();
        if (delay > TimeSpan.Zero) await Task.Delay(delay, time, either.Token);
        await before.WaitAsync(either.Token);
    }
}
