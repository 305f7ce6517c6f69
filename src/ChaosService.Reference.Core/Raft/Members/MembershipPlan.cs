namespace ChaosService.Reference.Core.Raft.Members;

/// <summary>
/// How a group comes from the members that it has to those that it is to have, one change at a time. Who is wanted comes in before anybody
/// who is not goes, so there are never fewer voters than are wanted.
/// </summary>
/// <param name="Voters">Who is to decide.</param>
/// <param name="Learners">Who is to be sent the log and not to decide, or not yet.</param>
internal sealed record MembershipPlan(IReadOnlyCollection<uint> Voters, IReadOnlyCollection<uint> Learners)
{
    /// <returns>What the leader is to change now; null when that is nothing, or when it is to hand over first.</returns>
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
    /// A leader that is not wanted hands over to one that is, and that removes it: if it removed itself, its group would be without a
    /// leader until an election.
    /// </summary>
    /// <returns>None when the leader may stay, or nobody can take its place yet.</returns>
    public IReadOnlyList<uint> Successors(Membership present, uint leader) =>
        IsWanted(leader) || Next(present, leader) is not null ? [] : [.. Voters.Where(present.Voters.Contains)];

    private bool IsWanted(uint node) => Voters.Contains(node) || Learners.Contains(node);
}
