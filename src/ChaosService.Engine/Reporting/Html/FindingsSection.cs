using ChaosService.Engine.Reporting.Results;

namespace ChaosService.Engine.Reporting.Html;

/// <summary>The findings, in words, with the ops that show them.</summary>
internal static class FindingsSection
{
    public static Html Render(ReportVerdict verdict)
    {
        var findings = verdict.Checks.SelectMany(c => c.Findings.Select(f => (c.Check, Finding: f))).ToList();
        if (findings.Count == 0) return Html.Empty;
        return Html.Of($"""
            <section aria-labelledby="findings-title">
            <h2 id="findings-title">Findings</h2>
            {Html.Each(findings, f => Finding(f.Check, f.Finding))}
            </section>
            """);
    }

    private static Html Finding(string check, ReportFinding finding) => Html.Of($"""
        <article class="finding">
        <h3>{finding.Anomaly}{Html.When(finding.Count > 1, () => Html.Of($"""<span class="badge bad">× {finding.Count}</span>"""))}
        <span class="by">{check}</span>{Html.Each(finding.Faults, f => Html.Of($"""<a class="badge" href="#fault-{f}">{f}</a>"""))}</h3>
        <p>{finding.Explanation}</p>
        {Html.When(finding.Ops.Count > 0, () => Ops(finding.Ops))}
        </article>
        """);

    private static Html Ops(IReadOnlyList<ReportOp> ops) => Html.Of($"""
        <div class="scroll"><table class="ops">
        <thead><tr><th scope="col" class="n">index</th><th scope="col" class="n">process</th><th scope="col">f</th><th scope="col">key</th>
        <th scope="col" class="n">value</th><th scope="col">node</th><th scope="col">outcome</th>
        <th scope="col" class="n">invoked – completed, s</th><th scope="col">error</th></tr></thead>
        <tbody>{Html.Each(ops, Row)}</tbody>
        </table></div>
        <button type="button" class="show" data-from="{From(ops)}" data-to="{To(ops)}">show in the charts</button>
        """);

    private static Html Row(ReportOp op) => Html.Of($"""
        <tr><td class="n">{op.Index}</td><td class="n">{op.Process}</td><td>{op.F}</td><td>{op.Key}</td><td class="n">{op.Value}</td>
        <td>{op.Node}</td><td class="o-{Outcome(op)}">{Outcome(op)}</td>
        <td class="n">{Text.Seconds(op.InvokedNs)} – {Text.Seconds(op.CompletedNs)}</td><td class="error">{op.Error}</td></tr>
        """);

    private static string Outcome(ReportOp op) =>
        op.Outcome switch { Model.Histories.OpType.Ok => "ok", Model.Histories.OpType.Fail => "fail", _ => "info" };

    private static double From(IReadOnlyList<ReportOp> ops) => ops.Min(o => Math.Min(o.InvokedNs, o.IntendedNs)) / 1e9;

    private static double To(IReadOnlyList<ReportOp> ops) => ops.Max(o => o.CompletedNs ?? o.InvokedNs) / 1e9;
}
