namespace ChaosService.Reference.Core.Raft.Members;

/// <summary>
/// How a group gets from its current members to the wanted ones, one change at a time. Wanted members are added before unwanted ones
/// are removed, so there are never fewer voters than wanted.
/// </summary>
/// <param name="Voters">The wanted voters.</param>
/// <param name="Learners">Servers that are to receive the log and not to vote, or not yet.</param>
internal sealed record MembershipPlan(IReadOnlyCollection<uint> Voters, IReadOnlyCollection<uint> Learners)
{
    /// <returns>The leader's next change; null when there is none, or when it must transfer leadership first.</returns>
    public MembershipChange? Next(Membership present, uint leader)
    {
        foreach (var node in Voters.Concat(Learners).Order())
            if (!present.Contains(node)) return new(ChangeKind.AddLearner, node);
        foreach (var node in Voters.Order())
            if (present.Learners.Contains(node)) return new(ChangeKind.Promote, node);
        foreach (var node in present.All)
            if (node != leader && !IsWanted(node)) return new(ChangeKind.Remove, node);
        return null;
    }

    /// <summary>
    /// An unwanted leader transfers leadership to a wanted voter, which removes it: if it removed itself, its group would be without a
    /// leader until an election.
    /// </summary>
    /// <returns>None when the leader may stay, or no server can take over yet.</returns>
    public IReadOnlyList<uint> Successors(Membership present, uint leader) =>
        IsWanted(leader) || Next(present, leader) is not null ? [] : [.. Voters.Where(present.Voters.Contains)];

    private bool IsWanted(uint node) => Voters.Contains(node) || Learners.Contains(node);
}
