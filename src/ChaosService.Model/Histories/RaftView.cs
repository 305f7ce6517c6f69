namespace ChaosService.Model.Histories;

/// <summary>
/// What a member of a Raft group reports about itself: the value of an observation of the topic <see cref="Topic"/>. It is a consistent
/// snapshot: a member that read its term and its leader one after the other may show the leader of another term.
/// </summary>
/// <param name="Member">Its id in the group, as the database writes it.</param>
/// <param name="Leader">The id of the member that it follows in this term, itself when it leads; null: nobody.</param>
/// <param name="Group">Which of the database's groups; null where it has one. Each has terms of its own.</param>
/// <param name="Vote">The id of the member that it has voted for in this term; null: nobody, or the database does not show it.</param>
public sealed record RaftView(string Member, long Term, string? Leader, string? Group = null, string? Vote = null)
{
    public const string Topic = "raft";

    private const string MemberField = "member";
    private const string TermField = "term";
    private const string LeaderField = "leader";
    private const string GroupField = "group";
    private const string VoteField = "vote";

    public OpValue ToValue() => OpValue.Object(
    [
        .. Group is { } group ? [new(GroupField, OpValue.Text(group))] : (OpField[])[],
        new(MemberField, OpValue.Text(Member)), new(TermField, OpValue.Integer(Term)),
        new(LeaderField, Leader is { } leader ? OpValue.Text(leader) : OpValue.None),
        .. Vote is { } vote ? [new(VoteField, OpValue.Text(vote))] : (OpField[])[],
    ]);

    /// <summary>What a member of several groups reports about all of them.</summary>
    public static OpValue ToValue(IEnumerable<RaftView> views) => OpValue.Array([.. views.Select(v => v.ToValue())]);

    /// <summary>One view, or a list of them. Null when the value, or anything in it, is not of this form.</summary>
    public static IReadOnlyList<RaftView>? AllFrom(OpValue value)
    {
        // An empty list is one of whole numbers, too: it has no elements, and no group either.
        if (value is { Kind: OpValueKind.List, Items.Length: 0 }) return [];
        var views = Array.ConvertAll(value.Elements ?? [value], From);
        return Array.TrueForAll(views, v => v is not null) ? views.OfType<RaftView>().ToArray() : null;
    }

    /// <summary>Null when the value is not of this form.</summary>
    public static RaftView? From(OpValue value)
    {
        var fields = (value.Fields ?? []).ToDictionary(f => f.Name, f => f.Value);
        var (group, vote) = (fields.GetValueOrDefault(GroupField), fields.GetValueOrDefault(VoteField));
        return group.Kind is OpValueKind.Text or OpValueKind.None && vote.Kind is OpValueKind.Text or OpValueKind.None
            && fields.GetValueOrDefault(MemberField).AsText is { } member
            && fields.GetValueOrDefault(TermField) is { Kind: OpValueKind.Integer, First: var term }
            && fields.TryGetValue(LeaderField, out var leader) && leader.Kind is OpValueKind.Text or OpValueKind.None
                ? new RaftView(member, term, leader.AsText, group.AsText, vote.AsText)
                : null;
    }
}
