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
/// A fault's life on nodes that are chosen: prepare → journal → inject → observe effect → hold → revert → observe recovery; from the
/// journal entry on, the revert happens in any case.
/// </summary>
internal sealed class FaultLife(
    string runId, ICluster cluster, Catalog catalog, IFaultJournal journal, FaultLog faults, RunControl control, TimeProvider time,
    ILogger log)
{
    private static readonly TimeSpan InjectLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan RevertLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ProofLimit = TimeSpan.FromSeconds(20);
    private const int RevertAttempts = 3;

    private readonly List<string> _notReverted = [];

    /// <summary>Faults that are still active because their revert failed.</summary>
    public IReadOnlyList<string> NotReverted
    {
        get { lock (_notReverted) return [.. _notReverted]; }
    }

    /// <summary>Returns when it is reverted, soon after <paramref name="stop"/> at the latest.</summary>
    /// <param name="enough">Ends the hold, and nothing before it.</param>
    public async Task LiveAsync(
        PlannedFault planned, IReadOnlyList<ClusterNode> chosen, CancellationToken enough, CancellationToken stop)
    {
        IReadOnlyList<string> nodes = [.. chosen.Select(n => n.Name)];
        void Say(FaultStep step, string detail = "", bool? proven = null) =>
            faults.Write(planned.Id, planned.Kind, step, nodes, detail, proven);

        await using var fault = catalog.Faults[planned.Kind].Create(
            new FaultRequest(runId, new(planned.Id), planned.Parameters, chosen, cluster, planned.Seed));
        fault.Interrupted += gap => Say(FaultStep.Gap, gap);
        var recipe = await WithLimit(fault.PrepareAsync, InjectLimit, "preparing", stop);

        using var hold = control.Hold(planned.Id, stop, enough);
        journal.Open(new JournalEntry(runId, new(planned.Id), cluster.Project, recipe, time.GetUtcNow(), Processes.Current));
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
        journal.Close(runId, new(planned.Id));
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
