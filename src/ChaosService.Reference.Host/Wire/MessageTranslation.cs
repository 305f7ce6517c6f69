using ChaosService.Reference.Host.Protos;
using Messages = ChaosService.Reference.Core.Raft.Messages;

namespace ChaosService.Reference.Host.Wire;

/// <summary>Converts Raft's messages from the core's types to those of the wire and back.</summary>
internal static class MessageTranslation
{
    public static Message ToWire(this Messages.Message message, GroupId group)
    {
        var wire = new Message { Group = group.ToWire(), From = message.From, To = message.To, Term = message.Term };
        switch (message)
        {
            case Messages.RequestVote m:
                wire.RequestVote = new()
                {
                    LastLogIndex = m.LastLogIndex, LastLogTerm = m.LastLogTerm, IsPreVote = m.IsPreVote, IsTransfer = m.IsTransfer,
                };
                break;
            case Messages.RequestVoteReply m:
                wire.RequestVoteReply = new() { IsPreVote = m.IsPreVote, IsGranted = m.IsGranted };
                break;
            case Messages.AppendEntries m:
                wire.AppendEntries = new()
                {
                    PrevLogIndex = m.PrevLogIndex,
                    PrevLogTerm = m.PrevLogTerm,
                    Entries = { m.Entries.Select(e => e.ToWire()) },
                    LeaderCommit = m.LeaderCommit,
                    Round = m.Round,
                };
                break;
            case Messages.AppendEntriesReply m:
                wire.AppendEntriesReply = new() { MatchIndex = m.MatchIndex, Conflict = m.Conflict?.ToWire(), Round = m.Round };
                break;
            case Messages.InstallSnapshot m:
                wire.InstallSnapshot = new() { Snapshot = m.Snapshot.ToWire(), Round = m.Round };
                break;
            case Messages.TimeoutNow:
                wire.TimeoutNow = new();
                break;
            case Messages.ReadIndexRequest m:
                wire.ReadIndexRequest = new() { Id = m.Id };
                break;
            case Messages.ReadIndexReply m:
                wire.ReadIndexReply = new() { Id = m.Id };
                if (m.Index is { } index) wire.ReadIndexReply.Index = index;
                break;
            default:
                throw new NotSupportedException(message.GetType().Name);
        }
        return wire;
    }

    /// <returns>Null for a message of an unknown kind, which counts as lost.</returns>
    public static Messages.Message? ToCore(this Message wire)
    {
        var (from, to, term) = (wire.From, wire.To, wire.Term);
        return wire.BodyCase switch
        {
            Message.BodyOneofCase.RequestVote when wire.RequestVote is var m =>
                new Messages.RequestVote(from, to, term, m.LastLogIndex, m.LastLogTerm, m.IsPreVote, m.IsTransfer),
            Message.BodyOneofCase.RequestVoteReply when wire.RequestVoteReply is var m =>
                new Messages.RequestVoteReply(from, to, term, m.IsPreVote, m.IsGranted),
            Message.BodyOneofCase.AppendEntries when wire.AppendEntries is var m => new Messages.AppendEntries(
                from, to, term, m.PrevLogIndex, m.PrevLogTerm, [.. m.Entries.Select(e => e.ToCore())], m.LeaderCommit, m.Round),
            Message.BodyOneofCase.AppendEntriesReply when wire.AppendEntriesReply is var m =>
                new Messages.AppendEntriesReply(from, to, term, m.MatchIndex, m.Conflict?.ToCore(), m.Round),
            Message.BodyOneofCase.InstallSnapshot when wire.InstallSnapshot is var m =>
                new Messages.InstallSnapshot(from, to, term, m.Snapshot.ToCore(), m.Round),
            Message.BodyOneofCase.TimeoutNow => new Messages.TimeoutNow(from, to, term),
            Message.BodyOneofCase.ReadIndexRequest => new Messages.ReadIndexRequest(from, to, term, wire.ReadIndexRequest.Id),
            Message.BodyOneofCase.ReadIndexReply when wire.ReadIndexReply is var m =>
                new Messages.ReadIndexReply(from, to, term, m.Id, m.HasIndex ? m.Index : null),
            _ => null,
        };
    }

    private static Conflict ToWire(this Messages.Conflict conflict)
    {
        var wire = new Conflict { PrevLogIndex = conflict.PrevLogIndex, Index = conflict.Index };
        if (conflict.Term is { } term) wire.Term = term;
        return wire;
    }

    private static Messages.Conflict ToCore(this Conflict wire) => new(wire.PrevLogIndex, wire.Index, wire.HasTerm ? wire.Term : null);
}
