using ChaosService.Reference.Core.Raft.Messages;
using ChaosService.Reference.Core.Raft.Settings;

namespace ChaosService.Reference.Core.Raft.Roles;

/// <summary>A leader's log on its way to the peers, and what they have of it.</summary>
internal sealed class Replication(Server server)
{
    private readonly Dictionary<uint, Progress> _peers = [];

    /// <summary>The latest broadcast. Who answers it acknowledges that this server led when it was sent.</summary>
    public long Round { get; private set; }

    /// <summary>The latest broadcast that a majority has answered.</summary>
    public long ConfirmedRound => server.Membership.ReachedByMajority(v => v == server.Id ? Round : RoundOf(v));

    public IReadOnlyDictionary<uint, long> PeerMatches => _peers.ToDictionary(p => p.Key, p => p.Value.Match);

    public bool HasAll(uint peer) => MatchOf(peer) == server.Log.LastIndex;

    public long MatchOf(uint id) => id == server.Id ? server.Log.LastIndex : _peers.TryGetValue(id, out var peer) ? peer.Match : 0;

    /// <summary>Takes up who has come into the membership and lets go who has left it.</summary>
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

    /// <summary>Sends entries to those who want some.</summary>
    public void Replicate()
    {
        foreach (var peer in _peers.Values) SendEntries(peer);
    }

    public void Tick()
    {
        foreach (var peer in _peers.Values.Where(p => p.State == ProgressState.Snapshot))
            if (++peer.SnapshotTicks > server.Options.ElectionTicks) peer.ProbeAgain();
    }

    /// <summary>Whether a majority was heard since this was last asked.</summary>
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
        // More than we have is what only a disk that forgets can bring about: it is no reason to fall over.
        peer.Advance(Math.Min(reply.MatchIndex, server.Log.LastIndex));
        if (AdvanceCommit()) SendCommit();
        SendEntries(peer);
    }

    /// <summary>
    /// Commits what a majority has, if it is of this term: an older entry that is on a majority can still be overwritten (Figure 8 of the
    /// paper). It is committed with the first one of this term that comes after it.
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

    /// <summary>As many messages as may be on their way.</summary>
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
            // Nothing before the first entry can conflict: a heartbeat that says no more than that there is a leader.
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
