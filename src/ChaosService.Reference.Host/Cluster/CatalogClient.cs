using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Catalog.Format;
using ChaosService.Reference.Host.Consensus;
using ChaosService.Reference.Host.Protos;
using ChaosService.Reference.Host.Settings;
using ChaosService.Reference.Host.Transport;
using ChaosService.Reference.Host.Wire;
using Google.Protobuf;
using Grpc.Core;

namespace ChaosService.Reference.Host.Cluster;

/// <summary>Changes and reads the catalog, whoever leads it.</summary>
internal sealed class CatalogClient(
    RaftDriver driver, CatalogReplica replica, RpcChannels channels, NodeSettings settings, TimeProvider time)
{
    /// <summary>Of one try: a question to a leader that is gone is never answered.</summary>
    private static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(1);

    public long Now => (time.GetUtcNow().UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * 100;

    /// <returns>
    /// The catalog's answer; 503 when nothing happened for want of a leader; 504 when it may have happened all the same.
    /// </returns>
    public async Task<Answer> ProposeAsync(CatalogCommand command, CancellationToken cancellation)
    {
        var bytes = CommandFormat.Write(command);
        using var late = new CancellationTokenSource(settings.RequestLimit, time);
        var why = "the catalog has no leader";
        while (!late.IsCancellationRequested)
        {
            var leader = driver.Status(GroupId.Catalog)?.Leader;
            var outcome = leader is null || leader == settings.NodeId
                ? await driver.ProposeAsync(GroupId.Catalog, bytes, settings.RequestLimit, cancellation)
                : await ForwardAsync(leader.Value, bytes, cancellation);
            if (outcome is { Kind: OutcomeKind.Done, Result: Answer answer }) return answer;
            if (outcome.Kind == OutcomeKind.Unknown) return new(504, $"it is not known whether the catalog was changed: {outcome.Why}");
            why = outcome.Why ?? why;
            await Task.Delay(settings.Tick, time, cancellation);
        }
        return new(503, $"the catalog was not changed: {why}");
    }

    /// <returns>No older than when it was asked for, or why that cannot be had.</returns>
    public async Task<(CatalogState? State, string? Why)> ReadAsync(CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(settings.RequestLimit, time);
        string? why = null;
        while (!late.IsCancellationRequested)
        {
            var outcome = await driver.ReadAsync(GroupId.Catalog, ReadLimit, cancellation);
            if (outcome.Kind == OutcomeKind.Done) return (replica.State, null);
            why = outcome.Why;
            await Task.Delay(settings.Tick, time, cancellation);
        }
        return (null, $"the catalog cannot be read: {why}");
    }

    private async Task<Outcome> ForwardAsync(uint leader, ReadOnlyMemory<byte> command, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(settings.RequestLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            var proposal = new CatalogProposal { Command = UnsafeByteOperations.UnsafeWrap(command) };
            var client = new Protos.Raft.RaftClient(channels.To(leader));
            return CatalogOutcome.Of(await client.ProposeToCatalogAsync(proposal, cancellationToken: either.Token));
        }
        catch (Exception error) when (error is RpcException or UnknownNodeException)
        {
            return RpcFailures.Outcome(error, channels.NameOf(leader));
        }
    }
}
