using ChaosService.Reference.Core.Raft.Effects;
using ChaosService.Reference.Core.Raft.Messages;

namespace ChaosService.Reference.Core.Raft.Roles;

/// <summary>
/// ReadIndex (thesis, 6.4): what is committed when a read comes is what it must see, if this server turns out to have been the leader
/// still. A broadcast that was sent after the read and that a majority answers says so. Reads that come while one is on its way share the
/// next.
/// </summary>
internal sealed class ReadQueue(Server server, Replication replication)
{
    private readonly Queue<(long Id, uint From, long Index, long Round)> _waiting = [];

    public void Add(long id, uint from)
    {
        if (server.Log.TermAt(server.CommitIndex) != server.Term) Refuse(id, from, Refusal.TermNotCommitted);
        else if (_waiting.Count >= server.Options.ReadsWaitingMax) Refuse(id, from, Refusal.TooManyReads);
        else
        {
            _waiting.Enqueue((id, from, server.CommitIndex, replication.Round + 1));
            Advance();
        }
    }

    /// <summary>Answers what is confirmed, and sends the broadcast that the rest wait for when none is on its way.</summary>
    public void Advance()
    {
        AnswerConfirmed();
        if (_waiting.Count == 0 || replication.ConfirmedRound < replication.Round) return;
        replication.Broadcast();
        // A group of one has confirmed it by that.
        AnswerConfirmed();
    }

    /// <summary>This server leads no more. Others who asked it find out by their own time limits.</summary>
    public void RefuseAll()
    {
        foreach (var read in _waiting.Where(r => r.From == server.Id)) server.Refuse(read.Id, Refusal.NotLeader);
        _waiting.Clear();
    }

    private void AnswerConfirmed()
    {
        if (_waiting.Count == 0) return;
        var confirmed = replication.ConfirmedRound;
        while (_waiting.TryPeek(out var read) && read.Round <= confirmed)
        {
            _waiting.Dequeue();
            if (read.From == server.Id) server.ReadAt(read.Id, read.Index);
            else Reply(read.Id, read.From, read.Index);
        }
    }

    private void Refuse(long id, uint from, Refusal reason)
    {
        if (from == server.Id) server.Refuse(id, reason);
        else Reply(id, from, null);
    }

    private void Reply(long id, uint to, long? index) => server.Send(new ReadIndexReply(server.Id, to, server.Term, id, index));
}
