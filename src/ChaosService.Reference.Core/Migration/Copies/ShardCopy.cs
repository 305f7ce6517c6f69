using ChaosService.Reference.Core.Migration.Calls;

namespace ChaosService.Reference.Core.Migration.Copies;

/// <summary>
/// A node's copy of a shard, in and out of moves. It takes events and returns effects; state that must survive a crash is persisted before
/// any message reveals it.
/// </summary>
internal sealed class ShardCopy(uint node, CopyState persisted, MigrationBugs bugs = MigrationBugs.None)
{
    /// <summary>The most records in one reply. Does not apply to the snapshot, which is sent whole.</summary>
    public const int RecordsPerReplyMax = 16;

    private MigrationCall? _waiting;
    private ulong _reader;
    private long _read;

    public CopyState State { get; private set; } = persisted;

    public IReadOnlyList<CopyEffect> Write(long id, ReadOnlyMemory<byte> record) => State.Role switch
    {
        CopyRole.Serving => [Become(State with { Length = State.Length + 1 }, record), new Wrote(id)],
        CopyRole.Locked => [new WriteRefused(id, $"the shard is being handed over from node {node} to another: try again")],
        _ => [new WriteRefused(id, $"node {node} does not own the shard: ask the catalog who does")],
    };

    /// <summary>A call that cannot be answered yet is answered later, unless it is repeated first.</summary>
    public IReadOnlyList<CopyEffect> Take(MigrationCall call)
    {
        _waiting = null;
        if (call.Move <= State.ClosedMove)
            return [call.Rpc >= MigrationRpc.UnlockShardWrites ? Done(call) : Failed(call, $"move {call.Move} is over on node {node}")];
        return call.Rpc switch
        {
            MigrationRpc.PrepareShardSnapshot => [IsSource ? Done(call) : Failed(call, $"node {node} has no copy to send")],
            MigrationRpc.ApplyShardSnapshot => Apply(call),
            MigrationRpc.SignalWalStreamProcessed => Signal(call),
            MigrationRpc.LockShardWrites => Lock(call),
            MigrationRpc.UnlockShardWrites => Unlock(call),
            _ => Delete(call),
        };
    }

    /// <summary>The target's request to the source; it shows which records the target already has.</summary>
    public IReadOnlyList<CopyEffect> Serve(WalRequest request)
    {
        if (!IsSource || request.After > State.Length || request.Move <= State.ClosedMove) return [];
        _read = request.Move == _reader ? Math.Max(_read, request.After) : request.After;
        _reader = request.Move;
        var count = request.After == 0 ? State.Length : Math.Min(State.Length - request.After, RecordsPerReplyMax);
        return [new Ship(request, (int)count, State.Length), .. AnswerLock()];
    }

    public IReadOnlyList<CopyEffect> Receive(WalReply reply)
    {
        if (State.Role != CopyRole.Receiving || reply.Move != State.Move || reply.After != State.Length) return [];
        var next = State with { Length = State.Length + reply.Records.Count, HasSnapshot = true };
        var effects = new List<CopyEffect>();
        if (next != State) effects.Add(Become(next, reply.Records));
        var isCaughtUp = next.Length == reply.End;
        if (!isCaughtUp || reply.Records.Count > 0) effects.Add(Fetching());
        if (_waiting is { } call && (call.Rpc == MigrationRpc.ApplyShardSnapshot || isCaughtUp))
        {
            effects.Add(Done(call));
            _waiting = null;
        }
        return effects;
    }

    /// <summary>A target repeats its request: the request or the answer may be lost.</summary>
    public IReadOnlyList<CopyEffect> Tick() => State.Role == CopyRole.Receiving ? [Fetching()] : [];

    private bool IsSource => State.Role is CopyRole.Serving or CopyRole.Locked;

    private bool Has(MigrationBugs bug) => bugs.HasFlag(bug);

    private List<CopyEffect> Apply(MigrationCall call)
    {
        if (IsSource) return [Failed(call, $"node {node} owns the shard already")];
        if (State.Role == CopyRole.Receiving && State.Move == call.Move && State.HasSnapshot) return [Done(call)];
        var effects = new List<CopyEffect>();
        if (State.Role == CopyRole.None)
            effects.Add(Become(State with { Role = CopyRole.Receiving, Move = call.Move, Source = call.Source }));
        _waiting = call;
        effects.Add(Fetching());
        return effects;
    }

    private List<CopyEffect> Signal(MigrationCall call)
    {
        if (State.Role != CopyRole.Receiving || !State.HasSnapshot) return [Failed(call, $"node {node} has no snapshot of the shard")];
        if (Has(MigrationBugs.CutoverWithoutWalSync)) return [Done(call)];
        _waiting = call;
        return [Fetching()];
    }

    private List<CopyEffect> Lock(MigrationCall call)
    {
        if (!IsSource) return [Failed(call, $"node {node} has no copy to lock")];
        _waiting = call;
        var effects = new List<CopyEffect>();
        if (State.Role == CopyRole.Serving && !Has(MigrationBugs.NoWriteLock))
            effects.Add(Become(State with { Role = CopyRole.Locked, Move = call.Move }));
        return [.. effects, .. AnswerLock()];
    }

    /// <summary>Writes accepted before the lock must not be lost, so the lock is answered only when the target has them.</summary>
    private IEnumerable<CopyEffect> AnswerLock()
    {
        if (_waiting is not { Rpc: MigrationRpc.LockShardWrites } call) return [];
        var hasAll = _reader == call.Move && _read == State.Length;
        if (!hasAll && !Has(MigrationBugs.CutoverWithoutWalSync)) return [];
        _waiting = null;
        return [Done(call)];
    }

    private List<CopyEffect> Unlock(MigrationCall call) => State.Role == CopyRole.None
        ? [Failed(call, $"node {node} has no copy to unlock")]
        : [Become(State with { Role = CopyRole.Serving, ClosedMove = call.Move }), Done(call)];

    private List<CopyEffect> Delete(MigrationCall call) => Has(MigrationBugs.SourceNeverDeleted) && IsSource
        ? [Done(call)]
        : [Become(CopyState.None with { ClosedMove = call.Move }), Done(call)];

    private PersistCopy Become(CopyState next, params IReadOnlyList<ReadOnlyMemory<byte>> added)
    {
        State = next;
        return new(next, added);
    }

    private Fetch Fetching() => new(new WalRequest(State.Move, node, State.Source, State.Length));

    private static Tell Done(MigrationCall call) => new(new MigrationAnswer(call, null));

    private static Tell Failed(MigrationCall call, string error) => new(new MigrationAnswer(call, error));
}
