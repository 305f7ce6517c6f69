using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Threading.Channels;
using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Host.Consensus;
using ChaosService.Reference.Host.Etcd;
using ChaosService.Reference.Host.Protos.Etcd;
using ChaosService.Reference.Host.Settings;
using ChaosService.Reference.Host.Wire;
using Google.Protobuf;

namespace ChaosService.Reference.Host.Cluster;

/// <summary>
/// The catalog's log is in etcd, one key per entry. A node appends by writing the key after the last one that it has applied, on condition
/// that it is free, so an index never changes its entry. Every node reads new entries with each tick. The log is kept whole, like the
/// embedded one: there are few commands, and a starting node learns the past from it.
/// </summary>
internal sealed class EtcdCatalogLog(
    EtcdClient etcd, EtcdSeat seat, CatalogReplica replica, RaftDriver driver, NodeSettings settings, TimeProvider time,
    ILogger<EtcdCatalogLog> log) : BackgroundService, ICatalogLog
{
    /// <summary>The most entries in one read.</summary>
    private const int PageSize = 512;

    /// <summary>Precedes each command: its node, that node's start, and a count, so that it can be found after a lost answer.</summary>
    private const int IdLength = 16;

    private readonly ConcurrentDictionary<UInt128, TaskCompletionSource<Outcome>> _proposed = [];
    private readonly long _started = time.GetUtcNow().UtcTicks;
    private int _proposals;

    /// <summary>The last entry that the copy has applied.</summary>
    private volatile Position _applied = new(0, 0);

    /// <summary>Null when there is no problem.</summary>
    private string? _trouble;

    public bool IsCoordinator => seat.Revision is not null;

    private Outcome Deposed =>
        new(OutcomeKind.Refused, null, $"node {settings.NodeId} does not coordinate any more", null, IsFinal: true);

    public async Task<Outcome> ProposeAsync(ReadOnlyMemory<byte> command, bool asCoordinator, CancellationToken cancellation)
    {
        // The outcome of a write to an unreachable etcd would stay unknown. So read first: after a failed read, nothing was written.
        if (await CatchUpAsync(cancellation) is { Kind: not OutcomeKind.Done } behind) return behind;
        var id = new UInt128((ulong)_started, ((ulong)settings.NodeId << 32) | (uint)Interlocked.Increment(ref _proposals));
        var value = new byte[IdLength + command.Length];
        BinaryPrimitives.WriteUInt128BigEndian(value, id);
        command.CopyTo(value.AsMemory(IdLength));
        var done = _proposed[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            return await AppendAsync(UnsafeByteOperations.UnsafeWrap(value), done.Task, asCoordinator, cancellation);
        }
        finally
        {
            _proposed.TryRemove(id, out _);
        }
    }

    public async Task<Outcome> CatchUpAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                var from = _applied;
                var answer = await etcd.TxnAsync(new() { Success = { EntriesFrom(from) } }, cancellation);
                if (await TakeAsync(from, answer, cancellation) is { } trouble) return Outcome.Refused(trouble);
                if (!answer.Responses[^1].ResponseRange.More) return Outcome.Done();
            }
        }
        catch (EtcdException error)
        {
            return Outcome.Refused(error.Message);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.Tick, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Show((await CatchUpAsync(stoppingToken)).Why);
        }
        catch (ChannelClosedException)
        {
            // The node ends, and its catalog with it.
        }
    }

    /// <summary>
    /// As long as the outcome of an attempt is unknown, the same index is tried again: once an entry is there, no attempt
    /// that is still in flight can write any more.
    /// </summary>
    private async Task<Outcome> AppendAsync(ByteString value, Task<Outcome> done, bool asCoordinator, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(settings.RequestLimit, time);
        var (last, isSure) = (_applied, true);
        while (true)
        {
            if (done.IsCompleted) return await done;
            if (asCoordinator && isSure && !IsCoordinator) return Deposed;
            if (isSure && late.IsCancellationRequested) return Outcome.Refused("changes of other nodes came first, again and again");
            try
            {
                var answer = await etcd.TxnAsync(Append(last, value, asCoordinator), cancellation);
                var trouble = await TakeAsync(last, answer, cancellation);
                if (done.IsCompleted) return await done;
                if (trouble is not null) return isSure ? Outcome.Refused(trouble) : Outcome.Unknown(trouble);
                // The index is free, so the failed condition was that the coordinator's key is ours.
                if (_applied.Index == last.Index) return isSure ? Deposed : Outcome.Unknown(Deposed.Why!);
                (last, isSure) = (_applied, true);
            }
            catch (EtcdException error)
            {
                if (error.IsUnsent && isSure) return Outcome.Refused(error.Message);
                isSure = false;
                if (late.IsCancellationRequested) return Outcome.Unknown(error.Message);
                await Task.Delay(settings.Tick, time, cancellation);
            }
        }
    }

    private TxnRequest Append(Position last, ByteString value, bool asCoordinator)
    {
        var key = EtcdKeys.Entry(last.Index + 1);
        var txn = new TxnRequest
        {
            Success = { new RequestOp { RequestPut = new() { Key = key, Value = value } }, EntriesFrom(last) },
            Failure = { EntriesFrom(last) },
        };
        if (!settings.CatalogBugs.HasFlag(CatalogBugs.AppendWithoutCompare)) txn.Compare.Add(EtcdKeys.WasMadeAt(key, 0));
        // If etcd has lost the log, no new one must begin behind the gap.
        if (last.Index > 0) txn.Compare.Add(EtcdKeys.WasMadeAt(EtcdKeys.Entry(last.Index), last.Revision));
        if (asCoordinator) txn.Compare.Add(EtcdKeys.WasMadeAt(EtcdKeys.Coordinator, seat.Revision ?? -1));
        return txn;
    }

    /// <summary>Includes the last applied entry, to check that it is still there.</summary>
    private static RequestOp EntriesFrom(Position last) => new()
    {
        RequestRange = new() { Key = EtcdKeys.Entry(Math.Max(1, last.Index)), RangeEnd = EtcdKeys.LogEnd, Limit = PageSize },
    };

    /// <summary>Applies new entries on the driver's thread, where everything that depends on the catalog is decided.</summary>
    /// <returns>Null, or why etcd's log is not the one that the copy is from.</returns>
    private Task<string?> TakeAsync(Position from, TxnResponse answer, CancellationToken cancellation) =>
        driver.LookAsync(GroupId.Catalog, _ => Take(from, answer.Responses[^1].ResponseRange.Kvs), cancellation);

    private string? Take(Position from, IReadOnlyList<KeyValue> entries)
    {
        if (from.Index > 0 && (entries.Count == 0 || Position.Of(entries[0]) != from)) return Lost(from.Index);
        foreach (var entry in entries)
        {
            var position = Position.Of(entry);
            if (position.Index <= _applied.Index) continue;
            if (position.Index != _applied.Index + 1) return Lost(_applied.Index + 1);
            Apply(entry.Value.Memory);
            _applied = position;
        }
        return null;
    }

    private void Apply(ReadOnlyMemory<byte> value)
    {
        var result = replica.Apply(value[IdLength..]);
        if (_proposed.TryGetValue(BinaryPrimitives.ReadUInt128BigEndian(value.Span), out var done)) done.TrySetResult(Outcome.Done(result));
    }

    private string Lost(long index) =>
        $"{etcd.Name} has lost entry {index} of the catalog's log: restore its data, and start all nodes again";

    private void Show(string? trouble)
    {
        if (trouble == _trouble) return;
        if (trouble is not null) ClusterLog.CatalogIsGone(log, trouble);
        else ClusterLog.CatalogIsBack(log, etcd.Name);
        _trouble = trouble;
    }

    /// <param name="Revision">etcd's revision when the entry was written: another entry at the same index has a different one.</param>
    private sealed record Position(long Index, long Revision)
    {
        public static Position Of(KeyValue entry) => new(EtcdKeys.IndexOf(entry), entry.CreateRevision);
    }
}
