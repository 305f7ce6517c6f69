using System.Text.Json;
using ChaosService.Model.Histories;
using ChaosService.Workloads.Clients;

namespace ChaosService.Workloads.Etcd;

/// <summary>
/// The state of each member's Raft, from <c>/debug/vars</c>. The status of the maintenance API is not suitable: its term is that of the
/// last applied entry, and its leader that of the election, so after an election it shows the new leader in the old term.
/// </summary>
internal sealed class EtcdObserver(EtcdGateway gateway, TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    public async Task<OpValue> ObserveAsync(string node, CancellationToken cancellationToken)
    {
        using var limit = new RequestLimit(Limit, time);
        try
        {
            var raft = (await gateway.VarsAsync(node, limit.Begin(cancellationToken))).Raft;
            if (raft is null) return OpValue.None;
            return new RaftView(raft.Id, raft.Term, raft.Lead == RaftStatus.Nobody ? null : raft.Lead).ToValue();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested
            && e is HttpRequestException or IOException or JsonException or NodeDownException or EtcdErrorException
                or OperationCanceledException)
        {
            return OpValue.None;
        }
        finally
        {
            limit.End();
        }
    }
}
