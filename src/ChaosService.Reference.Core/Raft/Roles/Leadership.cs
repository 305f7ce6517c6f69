using ChaosService.Reference.Core.Raft.Effects;
using ChaosService.Reference.Core.Raft.Log;
using ChaosService.Reference.Core.Raft.Members;
using ChaosService.Reference.Core.Raft.Messages;
using ChaosService.Reference.Core.Raft.Settings;

namespace ChaosService.Reference.Core.Raft.Roles;

/// <summary>A server's leadership of one term: created when it is elected, discarded when it steps down.</summary>
internal sealed class Leadership
{
    private readonly Server _server;
    private readonly Replication _replication;
    private readonly ReadQueue _reads;
    private int _heartbeatTicks;
    private int _quorumTicks;
    private uint? _successor;

    public Leadership(Server server)
    {
        (_server, _replication) = (server, new Replication(server));
        _reads = new ReadQueue(server, _replication);
        _replication.Track();
        // Entries of older terms can be neither committed nor read before an entry of this term is committed.
        Append(default, null);
        _replication.AdvanceCommit();
        _replication.Broadcast();
    }

    /// <summary>A leader that is removed leads until that is committed: until then its entries need it.</summary>
    public bool IsOver => !_server.Membership.Voters.Contains(_server.Id) && _server.Log.MembershipIndex <= _server.CommitIndex;

    public IReadOnlyDictionary<uint, long> PeerMatches => _replication.PeerMatches;

    /// <returns>False when it has heard from no majority for so long that there may be another leader.</returns>
    public bool Tick()
    {
        _replication.Tick();
        if (++_heartbeatTicks >= _server.Options.HeartbeatTicks)
        {
            _heartbeatTicks = 0;
            _replication.Broadcast();
        }
        if (++_quorumTicks < _server.Options.ElectionTicks) return true;
        // A successor that has not taken over by now will not.
        (_quorumTicks, _successor) = (0, null);
        return _replication.HeardMajority();
    }

    public void Propose(IReadOnlyList<Proposal> proposals)
    {
        foreach (var (id, command) in proposals)
        {
            if (_successor is not null) _server.Refuse(id, Refusal.Transferring);
            else if (_server.Log.LastIndex - _server.CommitIndex >= _server.Options.UncommittedEntriesMax)
                _server.Refuse(id, Refusal.TooManyProposals);
            else Append(id, command, null);
        }
        _replication.Replicate();
    }

    public void Change(long id, MembershipChange change)
    {
        if (_successor is not null) _server.Refuse(id, Refusal.Transferring);
        else if (ChangeRules.WhyNot(change, _server, _replication) is { } reason) _server.Refuse(id, reason);
        else
        {
            Append(id, default, _server.Membership.With(change));
            _replication.Replicate();
        }
    }

    public void Read(long id, uint from) => _reads.Add(id, from);

    /// <summary>Proposals are refused until the successor has taken over, or its time is over.</summary>
    public void TransferTo(long id, uint successor)
    {
        if (successor == _server.Id || !_server.Membership.Voters.Contains(successor))
        {
            _server.Refuse(id, Refusal.NotMember);
            return;
        }
        (_successor, _quorumTicks) = (successor, 0);
        HandOver();
    }

    public void Handle(AppendEntriesReply reply)
    {
        _replication.Handle(reply);
        _reads.Advance();
        if (reply.From == _successor) HandOver();
    }

    public void End() => _reads.RefuseAll();

    private void HandOver()
    {
        if (_successor is { } successor && _replication.HasAll(successor))
            _server.Send(new TimeoutNow(_server.Id, successor, _server.Term));
    }

    private void Append(long id, ReadOnlyMemory<byte> command, Membership? membership)
    {
        var index = Append(command, membership);
        _server.Do(new Proposed(id, index, _server.Term));
        if (_server.Options.Has(RaftBugs.AckBeforeQuorum)) _server.CommitTo(index);
        // The next one may exceed a limit on uncommitted entries, and in a group of one this one is committed at once.
        _replication.AdvanceCommit();
    }

    private long Append(ReadOnlyMemory<byte> command, Membership? membership)
    {
        var entry = new Entry(_server.Log.LastIndex + 1, _server.Term, command, membership);
        _server.Append([entry]);
        if (membership is not null) _replication.Track();
        return entry.Index;
    }
}
