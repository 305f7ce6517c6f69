using System.Collections.Concurrent;
using System.Threading.Channels;
using ChaosService.Reference.Core.Raft;
using ChaosService.Reference.Core.Raft.Effects;
using ChaosService.Reference.Core.Raft.Members;
using ChaosService.Reference.Core.Raft.Settings;
using ChaosService.Reference.Host.Disk;
using ChaosService.Reference.Host.Snapshots;
using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Consensus;

/// <summary>
/// Runs the Raft servers of all groups that this node is a member of. Queued inputs are handled together: first the servers take all of
/// them, then everything that they want persisted is written and fsynced at once, and only then are their messages
/// sent, entries applied and requests answered.
/// </summary>
internal sealed class RaftDriver : IAsyncDisposable
{
    private const int InputsMax = 16_384;
    private const int InputsAtOnceMax = 1024;

    private readonly DriverParts _parts;
    private readonly Channel<Input> _inputs = Channel.CreateBounded<Input>(new BoundedChannelOptions(InputsMax) { SingleReader = true });
    private readonly ConcurrentDictionary<GroupId, Group> _groups = [];
    private readonly List<(Group Group, Effect Effect)> _effects = [];
    private readonly HashSet<Group> _touched = [];
    private readonly List<Looking> _looks = [];
    private readonly List<Left> _left = [];
    private readonly SnapshotWork _snapshots;
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Requests still arrive while the node shuts down.</summary>
    private readonly CancellationToken _stopping;

    private readonly TaskCompletionSource<Exception?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITimer? _ticks;
    private int _ticksWaiting;
    private long _requests;

    public RaftDriver(DriverParts parts)
    {
        (_parts, _stopping) = (parts, _stop.Token);
        _snapshots = new(parts.Shelf, i => _inputs.Writer.WriteAsync(i, _stopping).AsTask(), parts.Send, Break, parts.Log);
    }

    public IReadOnlyDictionary<GroupId, GroupStatus> Statuses => _groups.ToDictionary(g => g.Key, g => g.Value.Status);

    /// <summary>How far each group has applied its log.</summary>
    public IEnumerable<(GroupId Id, GroupStatus Status, CommittedStatus Log)> Committed =>
        _groups.Select(g => (g.Key, g.Value.Status, g.Value.Committed));

    /// <summary>Completes when the driver ends: with the error, or null when it was stopped.</summary>
    public Task<Exception?> Ended => _ended.Task;

    public GroupStatus? Status(GroupId group) => _groups.TryGetValue(group, out var found) ? found.Status : null;

    public IStateMachine? Machine(GroupId group) => _groups.TryGetValue(group, out var found) ? found.Machine : null;

    /// <summary>Loads the groups that are on the disk.</summary>
    /// <exception cref="IOException">A snapshot is nowhere to be found.</exception>
    public async Task StartAsync()
    {
        foreach (var (id, state) in _parts.Store.Found)
        {
            await _parts.Shelf.FetchAsync(id, state.Snapshot.Data);
            Open(id, state);
        }
        _ticks = _parts.Time.CreateTimer(_ => Tick(), null, _parts.Tick, _parts.Tick);
        _ = Task.Factory.StartNew(Run, _stopping, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>A message is dropped when the queue is full, as on a network.</summary>
    public void Post(GroupId group, Core.Raft.Messages.Message message)
    {
        if (!_inputs.Writer.TryWrite(new Arrived(group, message))) _parts.Metrics.MessagesLost.Inc();
    }

    /// <param name="initial">Called on the driver's thread; null when this node is not to join after all.</param>
    public async Task JoinAsync(GroupId group, Func<Membership?> initial, CancellationToken cancellation)
    {
        if (!_groups.ContainsKey(group)) await _inputs.Writer.WriteAsync(new Joined(group, initial), cancellation);
    }

    /// <summary>Gives up this node's copy, and deletes the group's data on its disk.</summary>
    /// <param name="isStill">Called on the driver's thread: whether that is still wanted.</param>
    /// <returns>Whether the copy is gone.</returns>
    public async Task<bool> LeaveAsync(GroupId group, Func<bool> isStill, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _inputs.Writer.WriteAsync(new Left(group, isStill, done), cancellation);
        return await done.Task.WaitAsync(cancellation);
    }

    public Task<Outcome> ChangeAsync(GroupId group, MembershipChange change, TimeSpan limit, CancellationToken cancellation) =>
        AskAsync(done => new Changing(group, change, done), Outcome.Unknown, limit, cancellation);

    /// <summary>No effect when the queue is full: the caller tries again.</summary>
    public void HandOver(GroupId group, uint successor) => _inputs.Writer.TryWrite(new HandingOver(group, successor));

    public async Task<Outcome> ProposeAsync(GroupId group, ReadOnlyMemory<byte> command, TimeSpan limit, CancellationToken cancellation)
    {
        var started = _parts.Time.GetTimestamp();
        var outcome = await AskAsync(done => new Proposing(group, command, done), Outcome.Unknown, limit, cancellation);
        if (outcome.Kind == OutcomeKind.Done) _parts.Metrics.CommitSeconds.Observe(_parts.Time.GetElapsedTime(started).TotalSeconds);
        return outcome;
    }

    /// <summary>When it completes, the state machine holds everything that was acknowledged before the call.</summary>
    public Task<Outcome> ReadAsync(GroupId group, TimeSpan limit, CancellationToken cancellation) =>
        AskAsync(done => new Reading(group, done), why => Outcome.Refused(why), limit, cancellation);

    /// <summary>
    /// Inspects a group's server on the thread that runs all groups, between two inputs, so in the state that is on the disk.
    /// </summary>
    /// <param name="look">Gets null when this node has no copy of the group.</param>
    public async Task<T> LookAsync<T>(GroupId group, Func<RaftNode?, T> look, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _stopping);
        await _inputs.Writer.WriteAsync(new Looking(group, n => done.TrySetResult(look(n))), either.Token);
        return await done.Task.WaitAsync(either.Token);
    }

    public async ValueTask DisposeAsync()
    {
        _inputs.Writer.TryComplete();
        await _stop.CancelAsync();
        if (_ticks is not null)
        {
            await _ticks.DisposeAsync();
            await Ended;
        }
        _stop.Dispose();
    }

    private async Task<Outcome> AskAsync(
        Func<TaskCompletionSource<Outcome>, Input> ask, Func<string, Outcome> late, TimeSpan limit, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource<Outcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_inputs.Writer.TryWrite(ask(done))) return Outcome.Refused($"as many requests wait as may ({InputsMax})");
        using var timeout = new CancellationTokenSource(limit, _parts.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation, _stopping);
        await using var registered = either.Token.Register(
            () => done.TrySetResult(late($"no majority answered in {limit.TotalSeconds:0.#} s")));
        return await done.Task;
    }

    /// <summary>When the driver is behind, missed ticks count as one: a paused node does not campaign at once.</summary>
    private void Tick()
    {
        if (Interlocked.Exchange(ref _ticksWaiting, 1) == 0) _inputs.Writer.TryWrite(new Ticked());
    }

    private void Run()
    {
        try
        {
            while (_inputs.Reader.WaitToReadAsync(_stopping).AsTask().GetAwaiter().GetResult()) TakeWhatWaits();
            _ended.TrySetResult(null);
        }
        catch (OperationCanceledException)
        {
            _ended.TrySetResult(null);
        }
#pragma warning disable CA1031 // Whatever it is, a server that cannot keep its promises must not go on: the node ends with it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Break(error);
        }
    }

    /// <summary>Errors during shutdown do not matter.</summary>
    private void Break(Exception error)
    {
        if (_ended.Task.IsCompleted) return;
        ConsensusLog.Failed(_parts.Log, error);
        _ended.TrySetResult(error);
    }

    private void TakeWhatWaits()
    {
        for (var count = 0; count < InputsAtOnceMax && _inputs.Reader.TryRead(out var input); count++) Take(input);
        foreach (var group in _touched.ToList()) Want(group, group.Propose());
        Persist();
        foreach (var left in _left)
        {
            left.Done.TrySetResult(true);
            _ = _parts.Shelf.SweepAsync(left.Group, long.MaxValue, isLeader: false);
        }
        _left.Clear();
        foreach (var (group, effect) in _effects) CarryOut(group, effect);
        _effects.Clear();
        // There may be many groups, and few of them have new inputs.
        foreach (var group in _touched.ToList())
        {
            _snapshots.Save(group);
            group.Publish();
        }
        _touched.Clear();
        foreach (var looking in _looks) looking.Look(_groups.GetValueOrDefault(looking.Group)?.Node);
        _looks.Clear();
        if (_parts.Store.IsMostlyOutdated && _parts.Space.HasRoomFor(_parts.Store.Length))
            _parts.Store.Rewrite(_groups.Values.Select(g => (g.Id, g.Node)));
        _parts.Metrics.WalBytes.Set(_parts.Store.Length);
        _parts.Metrics.QueuedInputs.Set(_inputs.Reader.Count);
    }

    private void Take(Input input)
    {
        switch (input)
        {
            case Ticked:
                Interlocked.Exchange(ref _ticksWaiting, 0);
                _parts.Space.Look();
                foreach (var group in _groups.Values)
                {
                    Want(group, group.Node.Tick());
                    group.Sweep();
                    group.Show(_parts.Metrics);
                }
                break;
            case Arrived arrived when _groups.TryGetValue(arrived.Group, out var group):
                if (_snapshots.IsReady(group, arrived)) Want(group, group.Node.Step(WithoutEntriesWhenFull(arrived.Message)));
                break;
            case Saved saved when _groups.GetValueOrDefault(saved.Group.Id) == saved.Group:
                End(saved);
                break;
            case Joined joined when !_groups.ContainsKey(joined.Group) && joined.Initial() is { } initial:
                var state = PersistentState.Initial(initial);
                _parts.Store.Begin(joined.Group, state);
                Open(joined.Group, state);
                break;
            case Looking looking:
                _looks.Add(looking);
                break;
            case Proposing { Group.IsCatalog: false } proposing when _parts.Space.LosesWrites:
                proposing.Done.TrySetResult(Outcome.Done());
                break;
            case Left left:
                Leave(left);
                break;
            case Proposing proposing when _parts.Locks.TakesAlone(proposing.Group) && _groups.TryGetValue(proposing.Group, out var alone):
                proposing.Done.TrySetResult(Outcome.Done(alone.Machine.Apply(proposing.Command)));
                break;
            case Proposing proposing when WhyNot(proposing) is { } why:
                proposing.Done.TrySetResult(Outcome.Refused(why));
                break;
            case Proposing proposing when _groups.TryGetValue(proposing.Group, out var group):
                group.Take(++_requests, proposing);
                _touched.Add(group);
                break;
            case Changing changing when _groups.TryGetValue(changing.Group, out var group):
                Want(group, group.Change(++_requests, changing));
                break;
            case HandingOver handing when _groups.TryGetValue(handing.Group, out var group):
                Want(group, group.Node.TransferTo(++_requests, handing.Successor));
                break;
            case Reading reading when _groups.TryGetValue(reading.Group, out var group):
                Want(group, group.Read(++_requests, reading));
                break;
            case Reading reading:
                reading.Done.TrySetResult(Outcome.Refused($"node {_parts.NodeId} has no copy of {reading.Group}"));
                break;
            default:
                // A message for a group that this node does not know yet counts as lost.
                break;
        }
    }

    private string? WhyNot(Proposing proposing) =>
        !_groups.ContainsKey(proposing.Group) ? $"node {_parts.NodeId} has no copy of {proposing.Group}"
        : _parts.Space.IsFull ? $"the disk of node {_parts.NodeId} is full"
        : _parts.Locks.WhyNot(proposing.Group);

    /// <summary>
    /// A node whose disk is full accepts no entries, but stays a follower: the leader's message becomes a heartbeat.
    /// </summary>
    private Core.Raft.Messages.Message WithoutEntriesWhenFull(Core.Raft.Messages.Message message) =>
        _parts.Space.IsFull && message is Core.Raft.Messages.AppendEntries append ? append with { Entries = [] } : message;

    private void Open(GroupId id, PersistentState state)
    {
        var machine = _parts.Machines(id);
        if (state.Snapshot.Index > 0) machine.Restore(_parts.Shelf.Open(state.Snapshot.Data));
        var node = new RaftNode(_parts.NodeId, state, _parts.Options, _parts.Draws.Below);
        _groups[id] = new Group(id, node, machine, _parts.SnapshotBytes, _parts.Time);
    }

    /// <summary>The previous snapshot stays until the next one: it may be in transfer to others.</summary>
    private void End(Saved saved)
    {
        var group = saved.Group;
        if (saved.Snapshot is { } stored)
        {
            _ = _parts.Shelf.SweepAsync(group.Id, group.Node.Log.Snapshot.Index, group.Node.Role == Role.Leader);
            Want(group, group.EndSave(saved.Index, stored));
        }
        else if (group.FailSave(isTooLarge: saved.Error is null) is var wait && saved.Error is { } error)
        {
            SnapshotsLog.NotStored(_parts.Log, group.Id, saved.Index, wait.TotalSeconds, error);
        }
    }

    private void Leave(Left left)
    {
        if (!_groups.TryGetValue(left.Group, out var group))
        {
            _left.Add(left);
        }
        else if (!left.IsStill())
        {
            left.Done.TrySetResult(false);
        }
        else
        {
            _groups.TryRemove(left.Group, out _);
            _touched.Remove(group);
            _parts.Store.End(left.Group);
            group.End();
            _parts.Metrics.Role.RemoveLabelled(group.Name);
            _parts.Metrics.Lag.RemoveLabelled(group.Name);
            _left.Add(left);
            ConsensusLog.Left(_parts.Log, left.Group);
        }
    }

    private void Want(Group group, IReadOnlyList<Effect> effects)
    {
        _touched.Add(group);
        foreach (var effect in effects)
        {
            if (effect is Persist persist) _parts.Store.Add(group.Id, persist);
            else _effects.Add((group, effect));
        }
    }

    /// <summary>
    /// A server that cannot write stays silent: to all others it is as if it had stopped. So it waits until there is room again.
    /// </summary>
    private void Persist()
    {
        while (true)
        {
            try
            {
                using var timed = _parts.Metrics.Persist();
                _parts.Store.Commit();
                return;
            }
            catch (IOException error) when (DiskSpace.IsFullError(error))
            {
                ConsensusLog.DiskFull(_parts.Log, error.Message);
                _parts.Space.ReleaseBallast();
                Task.Delay(_parts.Tick, _parts.Time, _stopping).GetAwaiter().GetResult();
            }
        }
    }

    private void CarryOut(Group group, Effect effect)
    {
        switch (effect)
        {
            case Send send:
                _snapshots.Send(group.Id, send.Message);
                break;
            case Apply apply:
                group.Apply(apply.Entry, _parts.Locks.IsDeaf(group.Id));
                _parts.Metrics.Applied.WithLabels(group.Name).Inc();
                break;
            case Restore restore:
                group.Restore(restore.Snapshot, _parts.Shelf.Open(restore.Snapshot.Data));
                ConsensusLog.Restored(_parts.Log, group.Id, restore.Snapshot.Index);
                break;
            case Proposed proposed:
                group.Await(proposed);
                break;
            case ReadReady ready:
                group.Answer(ready.Id, Outcome.Done());
                break;
            case Refused refused:
                group.Answer(refused.Id, RefusalWords.Of(refused, _parts.NodeId, group.Id));
                break;
            case RoleChanged changed:
                _parts.Metrics.Role.WithLabels(group.Name).Set((int)changed.Role);
                ConsensusLog.RoleChanged(_parts.Log, group.Id, changed.Role, changed.Term, changed.Leader);
                break;
            default:
                throw new NotSupportedException(effect.GetType().Name);
        }
    }
}
