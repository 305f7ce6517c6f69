namespace ChaosService.Model.Histories;

/// <summary>
/// What a member of a Raft group has applied of the group's log: in a list, the value of an observation of the topic <see cref="Topic"/>. A
/// log is not sent to be compared, its checksums are.
/// </summary>
/// <param name="Member">Its id in the group, as the database writes it.</param>
/// <param name="Group">Which of the database's groups.</param>
/// <param name="Since">When this member began, as it says itself: another one may have applied less again.</param>
/// <param name="Commit">Index of the last entry that it knows to be committed; 0: none.</param>
/// <param name="Voters">The ids of the group's voters, as it knows them.</param>
/// <param name="Marks">In their order, those that were not told before and the latest one.</param>
public sealed record CommittedView(
    string Member, string Group, string Since, long Commit, IReadOnlyList<string> Voters, IReadOnlyList<CommittedMark> Marks)
{
    public const string Topic = "committed";

    public OpValue ToValue() => OpValue.Object(
    [
        new("member", OpValue.Text(Member)), new("group", OpValue.Text(Group)), new("since", OpValue.Text(Since)),
        new("commit", OpValue.Integer(Commit)), new("voters", OpValueFields.OfTexts(Voters)),
        new("marks", OpValue.Array([.. Marks.Select(m => m.ToValue())])),
    ]);

    /// <summary>What a member of several groups says of all of them.</summary>
    public static OpValue ToValue(IEnumerable<CommittedView> views) => OpValue.Array([.. views.Select(v => v.ToValue())]);

    /// <summary>Null when the value, or anything in it, is not of this form.</summary>
    public static IReadOnlyList<CommittedView>? AllFrom(OpValue value)
    {
        if (value is { Kind: OpValueKind.List, Items.Length: 0 }) return [];
        if (value.Elements is not { } elements) return null;
        var views = Array.ConvertAll(elements, From);
        return Array.TrueForAll(views, v => v is not null) ? views.OfType<CommittedView>().ToArray() : null;
    }

    private static CommittedView? From(OpValue value) =>
        value.Text("member") is { } member && value.Text("group") is { } group && value.Text("since") is { } since
            && value.Integer("commit") is { } commit && value.Texts("voters") is { } voters && value.Elements("marks") is { } elements
            && Array.ConvertAll(elements, CommittedMark.From) is var marks && Array.TrueForAll(marks, m => m is not null)
                ? new CommittedView(member, group, since, commit, voters, marks!)
                : null;
}

/// <summary>A checksum of committed entries: equal logs have equal ones at equal indexes.</summary>
/// <param name="Block">Index of the first entry that counts.</param>
/// <param name="Index">Of the last one.</param>
/// <param name="Sum">Of their indexes, terms and contents.</param>
public sealed record CommittedMark(long Block, long Index, string Sum)
{
    public OpValue ToValue() => OpValue.Object(
        [new("block", OpValue.Integer(Block)), new("index", OpValue.Integer(Index)), new("sum", OpValue.Text(Sum))]);

    /// <summary>Null when the value is not of this form.</summary>
    public static CommittedMark? From(OpValue value) =>
        value.Integer("block") is { } block && value.Integer("index") is { } index && value.Text("sum") is { } sum
            ? new CommittedMark(block, index, sum)
            : null;
}
