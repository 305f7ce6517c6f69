using System.Globalization;
using ChaosService.Reference.Host.Etcd;
using ChaosService.Reference.Host.Protos;
using ChaosService.Reference.Host.Protos.Etcd;
using ChaosService.Reference.Host.Settings;
using ChaosService.Reference.Host.Transport;
using Google.Protobuf;
using Grpc.Core;

namespace ChaosService.Reference.Host.Cluster;

/// <summary>
/// Chooses the coordinator when the catalog is in etcd: the node that holds the coordinator key, which expires with its lease. All other
/// nodes report to it that they are alive, because it is the one that marks nodes Down.
/// </summary>
internal sealed class EtcdSeat(
    EtcdClient etcd, RpcChannels channels, NodeSettings settings, TimeProvider time, ILogger<EtcdSeat> log) : BackgroundService
{
    private volatile Held? _held;
    private long _lease;
    private uint _coordinator;

    /// <summary>
    /// The create revision of this node's key; null when it does not coordinate. It expires here before it does in etcd: the lease is
    /// counted from the request for it.
    /// </summary>
    public long? Revision => _held is { } held && time.GetElapsedTime(held.Since) < Life ? held.Revision : null;

    /// <summary>etcd grants no lease shorter than its own elections.</summary>
    private TimeSpan Life => TimeSpan.FromSeconds(Math.Max(2, Math.Ceiling(2 * Pause.TotalSeconds)));

    private TimeSpan Pause => settings.Tick * settings.ElectionTicks;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause / 2, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await StandAsync(stoppingToken);
            }
            catch (EtcdException)
            {
                // The lease expires without further action, and the catalog's log reports what is wrong with etcd.
                _coordinator = 0;
            }
            if (_coordinator > 0 && _coordinator != settings.NodeId) await GreetAsync(_coordinator, stoppingToken);
        }
    }

    private async Task StandAsync(CancellationToken cancellation)
    {
        var asked = time.GetTimestamp();
        if (_lease == 0 || !await etcd.KeepAliveAsync(_lease, cancellation)) _lease = await etcd.GrantAsync(Life, cancellation);
        var look = new RequestOp { RequestRange = new() { Key = EtcdKeys.Coordinator } };
        var self = ByteString.CopyFromUtf8(settings.NodeId.ToString(CultureInfo.InvariantCulture));
        var campaign = new TxnRequest
        {
            Compare = { EtcdKeys.WasMadeAt(EtcdKeys.Coordinator, 0) },
            Success = { new RequestOp { RequestPut = new() { Key = EtcdKeys.Coordinator, Value = self, Lease = _lease } }, look },
            Failure = { look },
        };
        var seat = (await etcd.TxnAsync(campaign, cancellation)).Responses[^1].ResponseRange.Kvs[0];
        // A key from before a restart of this node has another lease.
        _held = seat.Lease == _lease ? new(seat.CreateRevision, asked) : null;
        var before = _coordinator;
        _ = uint.TryParse(seat.Value.ToStringUtf8(), NumberStyles.None, CultureInfo.InvariantCulture, out _coordinator);
        if (_coordinator != before) ClusterLog.Coordinates(log, _coordinator);
    }

    private async Task GreetAsync(uint coordinator, CancellationToken cancellation)
    {
        try
        {
            var greeting = new Delivery { From = settings.NodeId, FromAddress = settings.Self.RpcAddress };
            var options = new CallOptions(deadline: (time.GetUtcNow() + Pause).UtcDateTime, cancellationToken: cancellation);
            await new Protos.Raft.RaftClient(channels.To(coordinator)).DeliverAsync(greeting, options);
        }
        catch (Exception error) when (error is RpcException or UnknownNodeException)
        {
            // It does not hear from us, and will report that.
        }
    }

    private sealed record Held(long Revision, long Since);
}
