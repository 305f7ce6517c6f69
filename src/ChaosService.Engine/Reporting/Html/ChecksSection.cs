using ChaosService.Engine.Reporting.Results;
using ChaosService.Model.Verdicts;

namespace ChaosService.Engine.Reporting.Html;

/// <summary>Every check with its outcome, its figures and, folded, its figures per part of the run.</summary>
internal static class ChecksSection
{
    public static Html Render(ReportVerdict verdict) => Html.Of($"""
        <section aria-labelledby="checks-title">
        <h2 id="checks-title">Checks</h2>
        {Html.When(verdict.Checks.Count == 0, () => Html.Of($"<p>Nothing was checked.</p>"))}
        <div class="checks">{Html.Each(verdict.Checks, c => Check(c, verdict.IsExpected(c)))}</div>
        </section>
        """);

    public static Html Table(IReadOnlyList<FigureRow> rows)
    {
        var names = rows.SelectMany(r => r.Figures.Keys).Distinct().ToList();
        return Html.Of($"""
            <div class="scroll"><table>
            <thead><tr><th scope="col"></th>{Html.Each(names, n => Html.Of(
                $"""<th scope="col" class="n">{Text.Figure(n, 0).Name}</th>"""))}</tr></thead>
            <tbody>{Html.Each(rows, r => Html.Of($"""
                <tr><th scope="row">{r.Label}</th>{Html.Each(names, n => Html.Of($"""<td class="n">{Value(r, n)}</td>"""))}</tr>
                """))}</tbody>
            </table></div>
            """);
    }

    private static Html Check(ReportCheck check, bool expected) => Html.Of($"""
        <article class="check {Text.Word(check.Outcome)}">
        <h3><span class="outcome {Text.Word(check.Outcome)}">{Text.Sign(check.Outcome)} {Text.Word(check.Outcome)}</span> {check.Check}
        {Html.When(expected, () => Html.Of($"""<span class="badge good">as expected</span>"""))}</h3>
        <p>{check.Summary}</p>
        {Html.When(check.Figures.Count > 0, () => Html.Of($"""<dl class="facts">{Html.Each(check.Figures, Fact)}</dl>"""))}
        {Html.When(check.Rows.Count > 0, () => Html.Of($"<details><summary>by part of the run</summary>{Table(check.Rows)}</details>"))}
        </article>
        """);

    private static Html Fact(KeyValuePair<string, double> figure)
    {
        var (name, value) = Text.Figure(figure.Key, figure.Value);
        return Html.Of($"<div><dt>{name}</dt><dd>{value}</dd></div>");
    }

    private static string Value(FigureRow row, string name) =>
        row.Figures.TryGetValue(name, out var value) ? Text.Figure(name, value).Value : "";
}
