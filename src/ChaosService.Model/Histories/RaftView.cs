namespace ChaosService.Model.Histories;

/// <summary>
/// What a member of a Raft group says of itself: the value of an observation of the topic <see cref="Topic"/>. All of it is of one moment:
/// a member that read its term and its leader one after the other may show the leader of another term.
/// </summary>
/// <param name="Member">Its id in the group, as the database writes it.</param>
/// <param name="Leader">The id of the member that it follows in this term, itself when it leads; null: nobody.</param>
public sealed record RaftView(string Member, long Term, string? Leader)
{
    public const string Topic = "raft";

    private const string MemberField = "member";
    private const string TermField = "term";
    private const string LeaderField = "leader";

    public OpValue ToValue() => OpValue.Object(
    [
        new(MemberField, OpValue.Text(Member)), new(TermField, OpValue.Integer(Term)),
        new(LeaderField, Leader is { } leader ? OpValue.Text(leader) : OpValue.None),
    ]);

    /// <summary>Null when the value is not of this form.</summary>
    public static RaftView? From(OpValue value)
    {
        var fields = (value.Fields ?? []).ToDictionary(f => f.Name, f => f.Value);
        return fields.GetValueOrDefault(MemberField).AsText is { } member
            && fields.GetValueOrDefault(TermField) is { Kind: OpValueKind.Integer, First: var term }
            && fields.TryGetValue(LeaderField, out var leader) && leader.Kind is OpValueKind.Text or OpValueKind.None
                ? new RaftView(member, term, leader.AsText)
                : null;
    }
}
