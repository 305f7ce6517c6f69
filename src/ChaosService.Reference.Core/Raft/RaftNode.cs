using ChaosService.Reference.Core.Raft.Effects;
using ChaosService.Reference.Core.Raft.Log;
using ChaosService.Reference.Core.Raft.Members;
using ChaosService.Reference.Core.Raft.Messages;
using ChaosService.Reference.Core.Raft.Roles;
using ChaosService.Reference.Core.Raft.Settings;

namespace ChaosService.Reference.Core.Raft;

/// <summary>
/// One server of a Raft group, as in Ongaro's thesis. It takes events (a tick of the clock, a message, a request) and returns effects.
/// It has no clock, no disk, no network and no threads; random numbers come from an argument. The answer to a request
/// is an effect with the request's id.
/// </summary>
internal sealed class RaftNode
{
    private readonly Server _server;
    private readonly ElectionTimer _timer;
    private Election? _election;
    private Leadership? _leadership;

    /// <param name="draw">Returns a number from 0 to below its argument.</param>
    public RaftNode(uint id, PersistentState persisted, RaftOptions options, Func<int, int> draw)
    {
        _server = new Server(id, persisted, options);
        _timer = new ElectionTimer(options.ElectionTicks, draw);
    }

    public uint Id => _server.Id;

    public long Term => _server.Term;

    public Role Role => _server.Role;

    public uint? Leader => _server.Leader;

    /// <summary>The server it has voted for in this term; null: none.</summary>
    public uint? VotedFor => _server.Vote;

    public long CommitIndex => _server.CommitIndex;

    public RaftLog Log => _server.Log;

    public Membership Membership => _server.Membership;

    /// <summary>The index up to which each of the others is known to have the log; empty unless this server leads.</summary>
    public IReadOnlyDictionary<uint, long> PeerMatches => _leadership?.PeerMatches ?? new Dictionary<uint, long>();

    public IReadOnlyList<Effect> Tick()
    {
        if (_leadership is null)
        {
            if (_timer.Tick()) Campaign(isPreVote: true, isTransfer: false);
        }
        else if (!_leadership.Tick())
        {
            Follow(Term, null);
        }
        return _server.TakeEffects();
    }

    public IReadOnlyList<Effect> Step(Message message)
    {
        if (message is RequestVote { IsTransfer: false } && message.Term > Term && HasLeader) return [];
        if (message.Term > Term && !IsProspective(message)) Follow(message.Term, null);
        if (message.Term < Term) TurnDown(message);
        else Handle(message);
        if (_leadership is { IsOver: true }) Follow(Term, null);
        return _server.TakeEffects();
    }

    public IReadOnlyList<Effect> Propose(long id, ReadOnlyMemory<byte> command) => Propose([new(id, command)]);

    /// <summary>Proposals made together are sent together.</summary>
    public IReadOnlyList<Effect> Propose(IReadOnlyList<Proposal> proposals)
    {
        if (_leadership is not null) _leadership.Propose(proposals);
        else foreach (var proposal in proposals) _server.Refuse(proposal.Id, Refusal.NotLeader);
        if (_leadership is { IsOver: true }) Follow(Term, null);
        return _server.TakeEffects();
    }

    public IReadOnlyList<Effect> Change(long id, MembershipChange change) => Ask(id, l => l.Change(id, change));

    public IReadOnlyList<Effect> TransferTo(long id, uint successor) => Ask(id, l => l.TransferTo(id, successor));

    /// <summary>
    /// Answered with <see cref="ReadReady"/>, perhaps more than once, or refused; or not at all, when a follower's request to its leader
    /// is lost: callers need a time limit.
    /// </summary>
    public IReadOnlyList<Effect> Read(long id)
    {
        if (_server.Options.Has(RaftBugs.StaleReadFromFollower)) _server.Do(new ReadReady(id));
        else if (_leadership is not null) _leadership.Read(id, Id);
        else if (Leader is { } leader) _server.Send(new ReadIndexRequest(Id, leader, Term, id));
        else _server.Refuse(id, Refusal.NotLeader);
        return _server.TakeEffects();
    }

    /// <summary>The host has saved its state machine as of an index: the log up to there is no longer needed.</summary>
    public IReadOnlyList<Effect> Compact(long index, ReadOnlyMemory<byte> data)
    {
        if (index > CommitIndex) throw new ArgumentOutOfRangeException(nameof(index), index, $"Only {CommitIndex} entries are applied.");
        if (index > Log.Snapshot.Index) _server.Compact(index, data);
        return _server.TakeEffects();
    }

    /// <summary>Whether an election would only disrupt: a leader that has lost its majority detects that itself.</summary>
    private bool HasLeader => _leadership is not null || (Leader is not null && _timer.IsLeaderFresh);

    /// <summary>
    /// A server that has been removed may still be needed to commit its removal, so committed memberships count, too
    /// (thesis, 4.2.2).
    /// </summary>
    private bool MayCampaign => Log.MembershipsSince(CommitIndex).Any(m => m.Voters.Contains(Id));

    private IReadOnlyList<Effect> Ask(long id, Action<Leadership> ask)
    {
        if (_leadership is null) _server.Refuse(id, Refusal.NotLeader);
        else ask(_leadership);
        if (_leadership is { IsOver: true }) Follow(Term, null);
        return _server.TakeEffects();
    }

    /// <summary>A pre-vote carries a term that no server is in yet.</summary>
    private static bool IsProspective(Message message) =>
        message is RequestVote { IsPreVote: true } or RequestVoteReply { IsPreVote: true, IsGranted: true };

    private void Handle(Message message)
    {
        switch (message)
        {
            case RequestVote request:
                Vote(request);
                break;
            case RequestVoteReply reply:
                _election?.Count(reply);
                Elect();
                break;
            case AppendEntries append:
                Hear(append.From);
                Following.Append(_server, append);
                break;
            case InstallSnapshot install:
                Hear(install.From);
                Following.Install(_server, install);
                break;
            case AppendEntriesReply reply:
                _leadership?.Handle(reply);
                break;
            case TimeoutNow when _leadership is null:
                Campaign(isPreVote: false, isTransfer: true);
                break;
            case ReadIndexRequest request when _leadership is not null:
                _leadership.Read(request.Id, request.From);
                break;
            case ReadIndexReply { Index: { } index } reply:
                _server.ReadAt(reply.Id, index);
                break;
            case ReadIndexReply reply:
                _server.Refuse(reply.Id, Refusal.NotLeader);
                break;
            default:
                break;
        }
    }

    /// <summary>An answer tells a leader or a candidate that its term is outdated. Other old messages are ignored.</summary>
    private void TurnDown(Message message)
    {
        if (message is AppendEntries or InstallSnapshot)
            _server.Send(new AppendEntriesReply(Id, message.From, Term, 0, null, 0));
        else if (message is RequestVote request)
            _server.Send(new RequestVoteReply(Id, request.From, Term, request.IsPreVote, IsGranted: false));
    }

    private void Vote(RequestVote request)
    {
        var isFree = _server.Vote == request.From || (_server.Vote is null && Leader is null) || (request.IsPreVote && request.Term > Term);
        var isGranted = isFree && Log.IsUpToDate(request.LastLogIndex, request.LastLogTerm);
        if (isGranted && !request.IsPreVote)
        {
            _server.Adopt(Term, request.From);
            _timer.Reset();
        }
        var term = isGranted ? request.Term : Term;
        _server.Send(new RequestVoteReply(Id, request.From, term, request.IsPreVote, isGranted));
    }

    private void Campaign(bool isPreVote, bool isTransfer)
    {
        _timer.Reset();
        if (!MayCampaign) return;
        if (!isPreVote) _server.Adopt(Term + 1, Id);
        _server.Become(isPreVote ? Role.PreCandidate : Role.Candidate, null);
        var term = isPreVote ? Term + 1 : Term;
        _election = new Election(term, isPreVote);
        _election.Grant(Id);
        foreach (var voter in Membership.Voters.Where(v => v != Id))
            _server.Send(new RequestVote(Id, voter, term, Log.LastIndex, Log.LastTerm, isPreVote, isTransfer));
        Elect();
    }

    private void Elect()
    {
        if (_election is null || !_election.IsWon(Membership)) return;
        if (_election.IsPreVote)
        {
            Campaign(isPreVote: false, isTransfer: false);
            return;
        }
        _election = null;
        _server.Become(Role.Leader, Id);
        _leadership = new Leadership(_server);
    }

    /// <summary>The sender leads this term.</summary>
    private void Hear(uint leader)
    {
        if (_server.Role != Role.Follower || Leader != leader) Follow(Term, leader);
        _timer.Reset();
    }

    private void Follow(long term, uint? leader)
    {
        _leadership?.End();
        (_leadership, _election) = (null, null);
        _server.Adopt(term, term > Term ? null : _server.Vote);
        _server.Become(Role.Follower, leader);
        _timer.Reset();
    }
}
