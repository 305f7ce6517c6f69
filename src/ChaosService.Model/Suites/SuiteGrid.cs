namespace ChaosService.Model.Suites;

/// <summary>
/// The members of a matrix as a table: the values of the last axis across, the experiments and the other axes down.
/// </summary>
/// <param name="Across">The axis of the columns.</param>
/// <param name="Columns">Its values, in the order of the members.</param>
/// <param name="Down">The axes of the rows; empty when there is one axis.</param>
public sealed record SuiteGrid(
    string Across, IReadOnlyList<string> Columns, IReadOnlyList<string> Down, IReadOnlyList<SuiteGridRow> Rows)
{
    /// <summary>Null for a suite without a matrix.</summary>
    public static SuiteGrid? Of(IReadOnlyList<SuiteMember> members)
    {
        if (members is not [{ Cell: [.., var last] cell }, ..]) return null;
        string[] columns = [.. members.Select(m => m.Cell[^1].Value).Distinct()];
        var rows = members.Select((member, at) => (Member: member, At: at)).GroupBy(m => m.Member.RowName).Select(row => new SuiteGridRow(
            row.First().Member.Experiment,
            [.. row.First().Member.Cell.SkipLast(1).Select(v => v.Value)],
            [.. columns.Select(column => row.Where(m => m.Member.Cell[^1].Value == column).Select(m => (int?)m.At).FirstOrDefault())]));
        return new SuiteGrid(last.Axis, columns, [.. cell.SkipLast(1).Select(v => v.Axis)], [.. rows]);
    }
}

/// <param name="Values">The values of the axes in the rows.</param>
/// <param name="Members">For each column the position of its member; null where the matrix leaves the cell out.</param>
public sealed record SuiteGridRow(string Experiment, IReadOnlyList<string> Values, IReadOnlyList<int?> Members);
