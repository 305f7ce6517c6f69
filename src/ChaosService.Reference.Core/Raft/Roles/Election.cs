using ChaosService.Reference.Core.Raft.Members;
using ChaosService.Reference.Core.Raft.Messages;

namespace ChaosService.Reference.Core.Raft.Roles;

/// <summary>The votes of one campaign. It cannot be lost: a candidate that does not win tries again after its time-out.</summary>
internal sealed class Election(long term, bool isPreVote)
{
    private readonly HashSet<uint> _granted = [];

    public bool IsPreVote => isPreVote;

    public void Grant(uint voter) => _granted.Add(voter);

    public void Count(RequestVoteReply reply)
    {
        if (reply.IsGranted && reply.IsPreVote == isPreVote && reply.Term == term) Grant(reply.From);
    }

    public bool IsWon(Membership membership) => membership.HasMajority(_granted);
}
