using ChaosService.Reference.Core.Raft.Log;
using ChaosService.Reference.Core.Raft.Messages;
using ChaosService.Reference.Core.Raft.Settings;

namespace ChaosService.Reference.Core.Raft.Roles;

/// <summary>How a server handles the messages of its term's leader.</summary>
internal static class Following
{
    public static void Append(Server server, AppendEntries message)
    {
        var (prev, entries) = (message.PrevLogIndex, message.Entries);
        if (prev < server.CommitIndex)
        {
            // The leader has everything that is committed here: it may continue from there, whatever it assumes about this log.
            Reply(server, message, server.CommitIndex, message.Round);
            return;
        }
        if (server.Log.TermAt(prev) is not { } term
            || (term != message.PrevLogTerm && !server.Options.Has(RaftBugs.AppendWithoutPreviousCheck)))
        {
            Reply(server, message, 0, message.Round, ConflictAt(server.Log, prev));
            return;
        }
        var isNew = entries.Count;
        for (var i = entries.Count - 1; i >= 0 && server.Log.TermAt(entries[i].Index) != entries[i].Term; i--) isNew = i;
        // Entries that we already have stay: the message may be an old one, and the entries after it must not be dropped.
        if (isNew < entries.Count) server.Append(isNew == 0 ? entries : [.. entries.Skip(isNew)]);
        var last = prev + entries.Count;
        Reply(server, message, last, message.Round);
        server.CommitTo(Math.Min(message.LeaderCommit, last));
    }

    public static void Install(Server server, InstallSnapshot message)
    {
        var snapshot = message.Snapshot;
        // A log that has the snapshot's last entry has everything before it.
        if (server.Log.TermAt(snapshot.Index) == snapshot.Term) server.CommitTo(snapshot.Index);
        if (server.CommitIndex < snapshot.Index) server.Install(snapshot);
        Reply(server, message, server.CommitIndex, message.Round);
    }

    private static Conflict ConflictAt(RaftLog log, long prev) =>
        prev > log.LastIndex
            ? new(prev, log.LastIndex + 1, null)
            : new(prev, log.FirstOfTermAt(prev), log.TermAt(prev));

    private static void Reply(Server server, Message to, long match, long round, Conflict? conflict = null) =>
        server.Send(new AppendEntriesReply(server.Id, to.From, server.Term, match, conflict, round));
}
