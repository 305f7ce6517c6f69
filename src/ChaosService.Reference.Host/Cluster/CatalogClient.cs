using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Catalog.Format;
using ChaosService.Reference.Host.Consensus;
using ChaosService.Reference.Host.Settings;

namespace ChaosService.Reference.Host.Cluster;

/// <summary>Changes and reads the catalog, wherever its log is.</summary>
internal sealed class CatalogClient(ICatalogLog log, CatalogReplica replica, NodeSettings settings, TimeProvider time)
{
    public long Now => (time.GetUtcNow().UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * 100;

    /// <inheritdoc cref="ICatalogLog.IsCoordinator"/>
    public bool IsCoordinator => log.IsCoordinator;

    /// <returns>
    /// The catalog's answer; 503 when nothing happened, for example without a leader; 504 when it may have happened.
    /// </returns>
    public Task<Answer> ProposeAsync(CatalogCommand command, CancellationToken cancellation) =>
        ProposeAsync(command, asCoordinator: false, cancellation);

    /// <inheritdoc cref="ICatalogLog.ProposeAsync"/>
    public async Task<Answer> ProposeAsync(CatalogCommand command, bool asCoordinator, CancellationToken cancellation)
    {
        var bytes = CommandFormat.Write(command);
        using var late = new CancellationTokenSource(settings.RequestLimit, time);
        var why = "the catalog has no leader";
        while (!late.IsCancellationRequested)
        {
            var outcome = await log.ProposeAsync(bytes, asCoordinator, cancellation);
            if (outcome is { Kind: OutcomeKind.Done, Result: Answer answer }) return answer;
            if (outcome.Kind == OutcomeKind.Unknown) return new(504, $"it is not known whether the catalog was changed: {outcome.Why}");
            why = outcome.Why ?? why;
            if (outcome.IsFinal) break;
            await Task.Delay(settings.Tick, time, cancellation);
        }
        return new(503, $"the catalog was not changed: {why}");
    }

    /// <returns>A state at least as new as the call, or why there is none.</returns>
    public async Task<(CatalogState? State, string? Why)> ReadAsync(CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(settings.RequestLimit, time);
        string? why = null;
        while (!late.IsCancellationRequested)
        {
            var outcome = await log.CatchUpAsync(cancellation);
            if (outcome.Kind == OutcomeKind.Done) return (replica.State, null);
            why = outcome.Why;
            await Task.Delay(settings.Tick, time, cancellation);
        }
        return (null, $"the catalog cannot be read: {why}");
    }
}
