using ChaosService.Reference.Core.Raft;
using ChaosService.Reference.Core.Raft.Effects;
using ChaosService.Reference.Core.Raft.Members;
using ChaosService.Reference.Core.Raft.Messages;
using ChaosService.Reference.Core.Raft.Settings;

namespace ChaosService.Reference.Tests.Raft.Simulation;

/// <summary>A process around a node: it carries out one effect at a time, and may end between any two.</summary>
internal sealed class SimulatedServer(
    uint id, Membership initial, RaftOptions options, Random random, StateMachine first, Invariants invariants, Clients clients)
{
    private readonly SimulatedDisk _disk = new(initial);
    private readonly Queue<Effect> _effects = [];
    private readonly Queue<Func<RaftNode, IReadOnlyList<Effect>>> _inputs = [];
    private readonly Dictionary<long, (long Id, long Term)> _proposals = [];

    public uint Id => id;

    /// <summary>Null while the process is down.</summary>
    public RaftNode? Node { get; private set; }

    public StateMachine State { get; private set; } = first;

    /// <summary>Which life this is: what was planned for an earlier one is void.</summary>
    public int Life { get; private set; }

    public bool IsBusy => _effects.Count > 0;

    public bool WritesNext => _effects.TryPeek(out var effect) && effect is Persist;

    public void Start()
    {
        var found = _disk.Read();
        Node = new RaftNode(id, found, options, random.Next);
        State = State.Load(found.Snapshot);
        invariants.Agree(Node, State.AppliedIndex, State);
        Life++;
    }

    public void Crash()
    {
        if (Node is null) return;
        Node = null;
        _disk.LosePower(random);
        _effects.Clear();
        _inputs.Clear();
        _proposals.Clear();
    }

    /// <summary>What comes while effects are carried out waits its turn.</summary>
    public void Take(Func<RaftNode, IReadOnlyList<Effect>> input)
    {
        if (Node is null) return;
        _inputs.Enqueue(input);
        TakeNextInput();
    }

    /// <returns>The message to be sent, if that is what the effect was.</returns>
    public Message? CarryOutOne()
    {
        var sent = _effects.TryDequeue(out var effect) ? CarryOut(Node!, effect) : null;
        TakeNextInput();
        return sent;
    }

    private void TakeNextInput()
    {
        while (_effects.Count == 0 && _inputs.TryDequeue(out var input))
            foreach (var effect in input(Node!)) _effects.Enqueue(effect);
    }

    private Message? CarryOut(RaftNode node, Effect effect)
    {
        switch (effect)
        {
            case Send { Message: var message }:
                if (message is TimeoutNow) invariants.Coverage.HandOvers++;
                return message;
            case Persist persist:
                if (persist is PersistEntries { Entries: var entries }) invariants.Persisted(node, entries);
                _disk.Write(persist);
                break;
            case Apply { Entry: var entry }:
                State = State.Apply(entry);
                invariants.Applied(node, entry, State);
                if (_proposals.Remove(entry.Index, out var proposal) && proposal.Term == entry.Term)
                    clients.Wrote(proposal.Id, entry.Index);
                break;
            case Restore { Snapshot: var snapshot }:
                State = State.Load(snapshot);
                invariants.Agree(node, snapshot.Index, State);
                invariants.Coverage.SnapshotsInstalled++;
                break;
            case Proposed proposed:
                _proposals[proposed.Index] = (proposed.Id, proposed.Term);
                break;
            case ReadReady ready:
                clients.Read(ready.Id, State.AppliedIndex);
                break;
            case Refused refused:
                clients.Forget(refused.Id);
                break;
            case RoleChanged { Role: Role.Leader }:
                invariants.Elected(node);
                break;
            default:
                break;
        }
        return null;
    }
}
