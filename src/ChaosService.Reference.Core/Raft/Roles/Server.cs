using ChaosService.Reference.Core.Raft.Effects;
using ChaosService.Reference.Core.Raft.Log;
using ChaosService.Reference.Core.Raft.Members;
using ChaosService.Reference.Core.Raft.Messages;
using ChaosService.Reference.Core.Raft.Settings;

namespace ChaosService.Reference.Core.Raft.Roles;

/// <summary>The state of a server in every role: its persistent state, how far it has applied, and the effects that it requests.</summary>
internal sealed class Server(uint id, PersistentState persisted, RaftOptions options)
{
    private readonly List<(long Id, long Index)> _reads = [];
    private List<Effect> _effects = [];

    public uint Id => id;

    public RaftOptions Options => options;

    public RaftLog Log { get; } = new(persisted.Snapshot, persisted.Entries);

    public long Term { get; private set; } = persisted.Term;

    public uint? Vote { get; private set; } = persisted.Vote;

    public Role Role { get; private set; }

    public uint? Leader { get; private set; }

    /// <summary>Everything up to here is committed and applied: the effects do both at once.</summary>
    public long CommitIndex { get; private set; } = persisted.Snapshot.Index;

    public Membership Membership => Log.Membership;

    /// <summary>Whether data is forced to the disk before anything is promised.</summary>
    private bool IsForced => !options.Has(RaftBugs.NoFsync);

    public void Do(Effect effect) => _effects.Add(effect);

    public void Send(Message message) => Do(new Send(message));

    public IReadOnlyList<Effect> TakeEffects()
    {
        if (_effects.Count == 0) return [];
        var effects = _effects;
        _effects = [];
        return effects;
    }

    public void Adopt(long term, uint? vote)
    {
        if ((term, vote) == (Term, Vote)) return;
        (Term, Vote) = (term, vote);
        Do(new PersistTerm(term, options.Has(RaftBugs.VoteNotPersisted) ? null : vote, IsForced));
    }

    public void Become(Role role, uint? leader)
    {
        if ((role, leader) == (Role, Leader)) return;
        (Role, Leader) = (role, leader);
        Do(new RoleChanged(role, Term, leader));
    }

    /// <param name="entries">At least one. They replace everything in the log from the first one's index on.</param>
    public void Append(IReadOnlyList<Entry> entries)
    {
        Log.TruncateFrom(entries[0].Index);
        foreach (var entry in entries) Log.Append(entry);
        Do(new PersistEntries(entries, IsForced));
    }

    public void CommitTo(long index)
    {
        while (CommitIndex < Math.Min(index, Log.LastIndex)) Do(new Apply(Log[++CommitIndex]));
        if (_reads.Count > 0) AnswerReads();
    }

    /// <summary>Another server's state machine replaces this one and the log.</summary>
    public void Install(Snapshot snapshot)
    {
        Log.Reset(snapshot);
        CommitIndex = snapshot.Index;
        Do(new PersistSnapshot(snapshot, KeepsLaterEntries: false, IsForced));
        Do(new Restore(snapshot));
        AnswerReads();
    }

    /// <param name="index">Applied, and after the current snapshot.</param>
    /// <param name="data">The state machine at that index.</param>
    public void Compact(long index, ReadOnlyMemory<byte> data)
    {
        var snapshot = new Snapshot(index, Log[index].Term, Log.MembershipAt(index), data);
        Log.Compact(snapshot);
        Do(new PersistSnapshot(snapshot, KeepsLaterEntries: true, IsForced));
    }

    /// <summary>The read may be answered once this server has applied the entry at an index.</summary>
    public void ReadAt(long readId, long index)
    {
        _reads.Add((readId, index));
        AnswerReads();
    }

    public void Refuse(long requestId, Refusal reason) => Do(new Refused(requestId, reason, Leader));

    private void AnswerReads()
    {
        foreach (var (readId, index) in _reads)
            if (index <= CommitIndex) Do(new ReadReady(readId));
        _reads.RemoveAll(r => r.Index <= CommitIndex);
    }
}
