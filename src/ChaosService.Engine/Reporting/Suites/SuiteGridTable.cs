using ChaosService.Engine.Reporting.Html;
using ChaosService.Model.Suites;
using Markup = ChaosService.Engine.Reporting.Html.Html;

namespace ChaosService.Engine.Reporting.Suites;

/// <summary>The grid of a suite's page: which cells of the matrix hold, at a glance.</summary>
internal static class SuiteGridTable
{
    public static Markup Render(SuiteRun run, SuiteGrid grid, Func<SuiteMember, string?> reportOf) => Markup.Of($"""
        <section aria-labelledby="grid-title">
        <h2 id="grid-title">Grid</h2>
        <div class="scroll"><table>
        <thead><tr><th scope="col">experiment</th>{Markup.Each(grid.Down, axis => Markup.Of($"""<th scope="col">{axis}</th>"""))}
        {Markup.Each(grid.Columns, value => Markup.Of($"""<th scope="col">{grid.Across}={value}</th>"""))}</tr></thead>
        <tbody>{Markup.Each(grid.Rows, row => Row(run, row, reportOf))}</tbody>
        </table></div>
        </section>
        """);

    private static Markup Row(SuiteRun run, SuiteGridRow row, Func<SuiteMember, string?> reportOf) => Markup.Of($"""
        <tr><th scope="row">{row.Experiment}</th>{Markup.Each(row.Values, value => Markup.Of($"<td>{value}</td>"))}
        {Markup.Each(row.Members, at => at is { } of ? Cell(run.Members[of], reportOf) : Markup.Of($"<td>–</td>"))}</tr>
        """);

    private static Markup Cell(SuiteMember member, Func<SuiteMember, string?> reportOf)
    {
        var word = Markup.Of($"""
            <span class="outcome {Text.Word(member.Counts)}">{Text.Sign(member.Counts)} {SuitePage.Verdict(member)}</span>
            """);
        return reportOf(member) is { } report ? Markup.Of($"""<td><a href="{report}">{word}</a></td>""") : Markup.Of($"<td>{word}</td>");
    }
}
