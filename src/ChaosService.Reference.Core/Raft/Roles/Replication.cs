using ChaosService.Reference.Core.Raft.Messages;
using ChaosService.Reference.Core.Raft.Settings;

namespace ChaosService.Reference.Core.Raft.Roles;

/// <summary>Replication of a leader's log to its peers, and their progress.</summary>
internal sealed class Replication(Server server)
{
    private readonly Dictionary<uint, Progress> _peers = [];

    /// <summary>The latest broadcast. An answer to it confirms that this server led when it was sent.</summary>
    public long Round { get; private set; }

    /// <summary>The latest broadcast that a majority has answered.</summary>
    public long ConfirmedRound => server.Membership.ReachedByMajority(v => v == server.Id ? Round : RoundOf(v));

    public IReadOnlyDictionary<uint, long> PeerMatches => _peers.ToDictionary(p => p.Key, p => p.Value.Match);

    public bool HasAll(uint peer) => MatchOf(peer) == server.Log.LastIndex;

    public long MatchOf(uint id) => id == server.Id ? server.Log.LastIndex : _peers.TryGetValue(id, out var peer) ? peer.Match : 0;

    /// <summary>Adds the peers that are new in the membership, and drops those that have left it.</summary>
    public void Track()
    {
        foreach (var gone in _peers.Keys.Where(p => !server.Membership.Contains(p)).ToList()) _peers.Remove(gone);
        foreach (var id in server.Membership.All.Where(id => id != server.Id))
            _peers.TryAdd(id, new Progress(id, server.Log.LastIndex + 1));
    }

    public void Broadcast()
    {
        Round++;
        foreach (var peer in _peers.Values) SendTo(peer, evenEmpty: true);
    }

    /// <summary>Sends entries to the peers that need some.</summary>
    public void Replicate()
    {
        foreach (var peer in _peers.Values) SendEntries(peer);
    }

    public void Tick()
    {
        foreach (var peer in _peers.Values.Where(p => p.State == ProgressState.Snapshot))
            if (++peer.SnapshotTicks > server.Options.ElectionTicks) peer.ProbeAgain();
    }

    /// <summary>Whether a majority was heard from since the last check.</summary>
    public bool HeardMajority()
    {
        var heard = _peers.Values.Where(p => p.WasHeard).Select(p => p.Id).Append(server.Id).ToList();
        foreach (var peer in _peers.Values) peer.WasHeard = false;
        return server.Membership.HasMajority(heard);
    }

    public void Handle(AppendEntriesReply reply)
    {
        if (!_peers.TryGetValue(reply.From, out var peer)) return;
        peer.Hear(reply.Round);
        if (reply.Conflict is { } conflict)
        {
            if (peer.StepBack(conflict, server.Log)) SendTo(peer, evenEmpty: true);
            return;
        }
        // A peer can have more than we have only if a disk lost data: that is no reason to crash.
        peer.Advance(Math.Min(reply.MatchIndex, server.Log.LastIndex));
        if (AdvanceCommit()) SendCommit();
        SendEntries(peer);
    }

    /// <summary>
    /// Commits what a majority has, if it is of this term: an older entry that a majority has can still be overwritten (Figure 8 of the
    /// paper). It is committed with the first entry of this term that follows it.
    /// </summary>
    public bool AdvanceCommit()
    {
        var index = server.Membership.ReachedByMajority(MatchOf);
        if (index <= server.CommitIndex) return false;
        if (server.Log.TermAt(index) != server.Term && !server.Options.Has(RaftBugs.CommitOldTermByCount)) return false;
        server.CommitTo(index);
        return true;
    }

    private void SendCommit()
    {
        foreach (var peer in _peers.Values) SendTo(peer, evenEmpty: true);
    }

    /// <summary>Sends as many messages as may be in flight.</summary>
    private void SendEntries(Progress peer)
    {
        long before;
        do
        {
            before = peer.Next;
            SendTo(peer, evenEmpty: false);
        }
        while (peer.State == ProgressState.Replicate && peer.Next > before);
    }

    private void SendTo(Progress peer, bool evenEmpty)
    {
        if (peer.State == ProgressState.Snapshot)
        {
            // Nothing before the first entry can conflict: this heartbeat only shows that there is a leader.
            if (evenEmpty) Send(peer, 0, 0, []);
            return;
        }
        var (prev, log) = (peer.Next - 1, server.Log);
        if (prev < log.Snapshot.Index)
        {
            server.Send(new InstallSnapshot(server.Id, peer.Id, server.Term, log.Snapshot, Round));
            peer.SentSnapshot(log.Snapshot.Index);
            return;
        }
        var isFull = peer.State == ProgressState.Replicate && prev - peer.Match >= server.Options.EntriesInFlightMax;
        var entries = isFull ? [] : log.Slice(peer.Next, server.Options.EntriesPerMessageMax);
        if (!evenEmpty && (entries.Count == 0 || peer.IsPaused)) return;
        Send(peer, prev, log.TermAt(prev)!.Value, entries);
        peer.Sent(entries.Count);
    }

    private void Send(Progress peer, long prev, long prevTerm, IReadOnlyList<Log.Entry> entries) => server.Send(
        new AppendEntries(server.Id, peer.Id, server.Term, prev, prevTerm, entries, server.CommitIndex, Round));

    private long RoundOf(uint id) => _peers.TryGetValue(id, out var peer) ? peer.Round : 0;
}
