using System.Diagnostics;
using ChaosService.Engine.Journal;
using ChaosService.Engine.Running.Requests;
using ChaosService.Engine.Tracing;
using ChaosService.Model;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Model.Histories;
using ChaosService.Model.Plans;
using ChaosService.Model.Runs;
using Microsoft.Extensions.Logging;

namespace ChaosService.Engine.Running.Exercising;

/// <summary>
/// The process that injects. Every fault goes prepare → journal → inject → observe effect → hold → revert → observe recovery; from
/// the journal entry on, the revert happens whatever else does.
/// </summary>
internal sealed class Nemesis(
    string runId, ICluster cluster, LiveNodes choice, BlastRadius radius, Catalog catalog, IFaultJournal journal, FaultLog faults,
    RunControl control, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan InjectLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan RevertLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ProofLimit = TimeSpan.FromSeconds(20);
    private const int RevertAttempts = 3;

    private readonly List<string> _notReverted = [];

    /// <summary>Faults that are still in force because their revert failed. They stay in the journal.</summary>
    public IReadOnlyList<string> NotReverted
    {
        get { lock (_notReverted) return [.. _notReverted]; }
    }

    /// <summary>
    /// Runs the faults at their times. Returns when every one is reverted, soon after <paramref name="stop"/> at the latest.
    /// </summary>
    public Task RunAsync(IReadOnlyList<PlannedFault> planned, CancellationToken stop)
    {
        var started = time.GetTimestamp();
        return Task.WhenAll(planned.Select(fault => Task.Run(() => RunOneAsync(fault, started, stop), CancellationToken.None)));
    }

    private async Task RunOneAsync(PlannedFault planned, long started, CancellationToken stop)
    {
        using var scope = log.BeginScope(new Dictionary<string, object> { ["FaultId"] = planned.Id });
        IReadOnlyList<string> nodes = planned.Nodes;
        Activity? span = null;
        try
        {
            await WaitAsync(planned.At - time.GetElapsedTime(started), stop);
            span = Spans.Fault(planned);
            var chosen = await choice.ChooseAsync(planned, stop);
            nodes = [.. chosen.Select(n => n.Name)];
            if (chosen.Count == 0) throw new FaultRefusedException($"no node has the role '{planned.Role}'");
            if (radius.TryEnter(nodes) is { } refusal) throw new FaultRefusedException(refusal);
            try
            {
                await ExecuteAsync(planned, chosen, nodes, stop);
            }
            finally
            {
                radius.Leave(nodes);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The load ended before the fault began: nothing to take back. A fault that was to run shows up as missing.
            faults.Write(planned.Id, planned.Kind, FaultStep.Failed, nodes, "the load ended before the fault was injected");
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

    private async Task ExecuteAsync(
        PlannedFault planned, IReadOnlyList<ClusterNode> chosen, IReadOnlyList<string> nodes, CancellationToken stop)
    {
        void Say(FaultStep step, string detail = "", bool? proven = null) =>
            faults.Write(planned.Id, planned.Kind, step, nodes, detail, proven);

        await using var fault = catalog.Faults[planned.Kind].Create(
            new FaultRequest(runId, planned.Id, planned.Parameters, chosen, cluster, planned.Seed));
        fault.Interrupted += gap => Say(FaultStep.Gap, gap);
        var recipe = await WithLimit(fault.PrepareAsync, InjectLimit, "preparing", stop);

        using var hold = control.Hold(planned.Id, stop);
        journal.Open(new JournalEntry(runId, planned.Id, cluster.Project, recipe, time.GetUtcNow(), Processes.Current));
        try
        {
            Say(FaultStep.Inject);
            await WithLimit(fault.InjectAsync, InjectLimit, "injecting", stop);
            Say(FaultStep.Injected);
            var injected = time.GetTimestamp();
            var effect = await WithLimit(fault.ObserveEffectAsync, ProofLimit, "observing the effect", stop);
            Say(FaultStep.Effect, effect.Evidence, effect.Seen);
            await WaitAsync(planned.For - time.GetElapsedTime(injected), hold.Token);
        }
        catch (OperationCanceledException) when (hold.Token.IsCancellationRequested)
        {
            // The hold ends with the load, or when somebody asks for it.
        }
        catch (Exception e)
        {
            Say(FaultStep.Failed, e.Message);
        }
        finally
        {
            await RevertAsync(planned, nodes, fault, Say);
        }
    }

    private async Task RevertAsync(PlannedFault planned, IReadOnlyList<string> nodes, IFault fault, Action<FaultStep, string, bool?> say)
    {
        // Nobody is told before the revert is on its way, and of an attempt that failed not before the next one is.
        var decided = faults.Record(planned.Id, planned.Kind, FaultStep.Revert, nodes, "");
        var reverting = RevertOnceAsync(fault);
        faults.Tell(decided);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await reverting;
                break;
            }
            catch (Exception e) when (attempt < RevertAttempts)
            {
                reverting = RevertOnceAsync(fault);
                say(FaultStep.Failed, $"revert, attempt {attempt}: {e.Message}", null);
            }
            catch (Exception e)
            {
                lock (_notReverted) _notReverted.Add($"{planned.Id} {planned.Kind}: {e.Message}");
                say(FaultStep.Failed, $"not reverted: {e.Message}; it stays in the journal, run `chaosctl faults revert`", null);
                log.FaultNotReverted(planned.Id, planned.Kind, e.Message);
                faults.NotReverted(planned.Id, planned.Kind, nodes, e.Message);
                return;
            }
        }
        journal.Close(runId, planned.Id);
        say(FaultStep.Reverted, "", null);
        try
        {
            var recovery = await WithLimit(fault.ObserveRecoveryAsync, ProofLimit, "observing the recovery", CancellationToken.None);
            say(FaultStep.Recovery, recovery.Evidence, recovery.Seen);
        }
        catch (Exception e)
        {
            say(FaultStep.Recovery, e.Message, false);
        }
    }

    private Task RevertOnceAsync(IFault fault) => WithLimit(fault.RevertAsync, RevertLimit, "reverting", CancellationToken.None);

    private Task WaitAsync(TimeSpan delay, CancellationToken stop) =>
        delay > TimeSpan.Zero ? Task.Delay(delay, time, stop) : Task.CompletedTask;

    private Task WithLimit(Func<CancellationToken, Task> step, TimeSpan limit, string doing, CancellationToken stop) =>
        WithLimit(async token => { await step(token); return true; }, limit, doing, stop);

    private async Task<T> WithLimit<T>(Func<CancellationToken, Task<T>> step, TimeSpan limit, string doing, CancellationToken stop)
    {
        using var span = Spans.Step(doing);
        using var timeout = new CancellationTokenSource(limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        try
        {
            return await step(both.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw new TimeoutException($"{doing} took longer than {limit.TotalSeconds:0} s");
        }
    }
}
