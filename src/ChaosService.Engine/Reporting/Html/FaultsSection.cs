using ChaosService.Engine.Reporting.Results;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Engine.Reporting.Html;

/// <summary>
/// Each fault: when and where, the proof of its effect and of its end, and its impact on the users of the database.
/// </summary>
internal static class FaultsSection
{
    public static Html Render(ReportModel model) => Html.Of($"""
        <section aria-labelledby="faults-title">
        <h2 id="faults-title">Faults</h2>
        {Html.When(model.Faults.Count == 0, () => Html.Of($"<p>No fault was injected.</p>"))}
        {Html.Each(model.Faults, f => Fault(f, Impact(model.Verdict, f.Id)))}
        </section>
        """);

    private static Html Fault(FaultWindow fault, List<FigureRow> impact) => Html.Of($"""
        <article class="fault" id="fault-{fault.Id}">
        <h3><span class="badge">{fault.Id}</span> {fault.Kind} <span class="by">on {string.Join(", ", fault.Nodes)}</span></h3>
        <p>{Window(fault)}
        <button type="button" class="show" data-from="{fault.StartNs / 1e9}" data-to="{(fault.EndNs ?? fault.StartNs) / 1e9}">show in
        the charts</button></p>
        <ul class="proofs">
        {Proof(fault.EffectProven, "effect", fault.Effect)}
        {Proof(fault.RecoveryProven, "recovery", fault.Recovery)}
        {Html.Each(fault.Troubles, t => Html.Of($"""<li class="warn"><b>! trouble</b> {t}</li>"""))}
        </ul>
        {Html.When(impact.Count > 0, () => ChecksSection.Table(impact))}
        </article>
        """);

    private static string Window(FaultWindow fault) =>
        $"From {Text.Seconds(fault.StartNs)} s to "
        + (fault.EndNs is { } end
            ? $"{Text.Seconds(end)} s, {Text.Seconds(end - fault.StartNs)} s in all"
            : "the end of the run: it was not reverted")
        + (fault.InForceNs is { } inForce
            ? $"; in force everywhere after {Text.Number((inForce - fault.StartNs) / 1e6)} ms."
            : "; never in force everywhere.");

    private static Html Proof(bool proven, string what, string evidence) => proven
        ? Html.Of($"""<li class="good"><b>✓ {what} proven</b> {evidence}</li>""")
        : Html.Of($"""<li class="bad"><b>✗ {what} not proven</b> {evidence}</li>""");

    /// <summary>The rows of all checks whose label names the fault, such as <c>during f1 network-partition</c>.</summary>
    private static List<FigureRow> Impact(ReportVerdict verdict, string id) =>
    [
        .. from check in verdict.Checks
           from row in check.Rows
           where row.Label.Split(' ', ',', ':', '(', ')').Contains(id)
           group row.Figures by row.Label into part
           select new FigureRow(part.Key, part.SelectMany(f => f).DistinctBy(f => f.Key).ToDictionary()),
    ];
}
