using ChaosService.Reference.Core.Raft.Effects;
using ChaosService.Reference.Core.Raft.Messages;

namespace ChaosService.Reference.Core.Raft.Roles;

/// <summary>
/// ReadIndex (thesis, 6.4): a read must see everything that is committed when it arrives, provided that this server was still the leader
/// then. A majority's answers to a broadcast sent after the read confirm that. Reads that arrive while one is in flight share the
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

    /// <summary>Answers confirmed reads, and sends the broadcast for the others if none is in flight.</summary>
    public void Advance()
    {
        AnswerConfirmed();
        if (_waiting.Count == 0 || replication.ConfirmedRound < replication.Round) return;
        replication.Broadcast();
        // In a group of one, that confirms it.
        AnswerConfirmed();
    }

    /// <summary>This server no longer leads. Other servers that asked it notice by their own time limits.</summary>
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
