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
/// The catalog's log is in etcd, a key for each entry. Who appends writes the key after the last one that it has applied, on condition that
/// this is free, so an index has one entry for good. Every node looks for new entries with each tick. The log is kept whole, as the
/// embedded one is: there are few commands, and a node that starts learns from it what was.
/// </summary>
internal sealed class EtcdCatalogLog(
    EtcdClient etcd, EtcdSeat seat, CatalogReplica replica, RaftDriver driver, NodeSettings settings, TimeProvider time,
    ILogger<EtcdCatalogLog> log) : BackgroundService, ICatalogLog
{
    /// <summary>Entries that are fetched at once.</summary>
    private const int PageSize = 512;

    /// <summary>Before each command: its node, when that started, and a count, so that one whose answer was lost is found again.</summary>
    private const int IdLength = 16;

    private readonly ConcurrentDictionary<UInt128, TaskCompletionSource<Outcome>> _proposed = [];
    private readonly long _started = time.GetUtcNow().UtcTicks;
    private int _proposals;

    /// <summary>The last entry that the copy has.</summary>
    private volatile Position _applied = new(0, 0);

    /// <summary>Null as long as all is well.</summary>
    private string? _trouble;

    public bool IsCoordinator => seat.Revision is not null;

    private Outcome Deposed =>
        new(OutcomeKind.Refused, null, $"node {settings.NodeId} does not coordinate any more", null, IsFinal: true);

    public async Task<Outcome> ProposeAsync(ReadOnlyMemory<byte> command, bool asCoordinator, CancellationToken cancellation)
    {
        // To write to an etcd that is gone would be to never know whether it did. Whoever cannot even read has written nothing.
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
    /// As long as it is not known what came of a try, the same index is tried again: whatever stands there in the end, no try that is
    /// still on its way can write any more.
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
                // The index is free, so it was the coordinator's key that is not ours.
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
        // An etcd that has lost the log must not begin a new one behind the gap.
        if (last.Index > 0) txn.Compare.Add(EtcdKeys.WasMadeAt(EtcdKeys.Entry(last.Index), last.Revision));
        if (asCoordinator) txn.Compare.Add(EtcdKeys.WasMadeAt(EtcdKeys.Coordinator, seat.Revision ?? -1));
        return txn;
    }

    /// <summary>With the last entry that is applied, to see that it is still there.</summary>
    private static RequestOp EntriesFrom(Position last) => new()
    {
        RequestRange = new() { Key = EtcdKeys.Entry(Math.Max(1, last.Index)), RangeEnd = EtcdKeys.LogEnd, Limit = PageSize },
    };

    /// <summary>Applies what is new on the driver's thread, where all else that changes by the catalog is decided.</summary>
    /// <returns>Null, or why the log that etcd has is not the one that the copy is from.</returns>
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

    /// <param name="Revision">Of etcd, when the entry was written: another entry of the same index has another one.</param>
    private sealed record Position(long Index, long Revision)
    {
        public static Position Of(KeyValue entry) => new(EtcdKeys.IndexOf(entry), entry.CreateRevision);
    }
}
