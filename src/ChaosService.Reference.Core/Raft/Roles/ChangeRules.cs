using ChaosService.Reference.Core.Raft.Effects;
using ChaosService.Reference.Core.Raft.Members;

namespace ChaosService.Reference.Core.Raft.Roles;

/// <summary>The membership changes that a leader may make.</summary>
internal static class ChangeRules
{
    /// <returns>Null when the change is allowed.</returns>
    public static Refusal? WhyNot(MembershipChange change, Server server, Replication replication)
    {
        var (members, log) = (server.Membership, server.Log);
        // Two changes at once, or one concurrent with another leader's, could make two majorities without a common server.
        if (log.TermAt(server.CommitIndex) != server.Term) return Refusal.TermNotCommitted;
        if (log.MembershipIndex > server.CommitIndex) return Refusal.ChangePending;
        return change.Kind switch
        {
            ChangeKind.AddLearner => members.Contains(change.Server) ? Refusal.AlreadyMember : null,
            ChangeKind.Promote when members.Voters.Contains(change.Server) => Refusal.AlreadyMember,
            ChangeKind.Promote when !members.Learners.Contains(change.Server) => Refusal.NotMember,
            ChangeKind.Promote => IsBehind(change.Server, server, replication) ? Refusal.LearnerBehind : null,
            _ when !members.Contains(change.Server) => Refusal.NotMember,
            _ => members.Voters.Count == 1 && members.Voters.Contains(change.Server) ? Refusal.LastVoter : null,
        };
    }

    /// <summary>A voter that lacks many entries would keep the group from committing meanwhile.</summary>
    private static bool IsBehind(uint learner, Server server, Replication replication) =>
        replication.MatchOf(learner) + server.Options.EntriesPerMessageMax < server.CommitIndex;
}
