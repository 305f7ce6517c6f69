using ChaosService.Engine.Reporting.Results;
using ChaosService.Model.Configuration;
using ChaosService.Model.Plans;

namespace ChaosService.Engine.Reporting.Html;

/// <summary>The plan made from the experiment and its seed, with each fault's dry run.</summary>
internal static class PlanSection
{
    public static Html Render(ReportPlan plan) => Html.Of($"""
        <section aria-labelledby="plan-title">
        <h2 id="plan-title">Plan</h2>
        <dl class="facts">
        {Fact("experiment", plan.Experiment)}{Fact("seed", $"{plan.Seed}")}{Fact("duration", Quantity.Format(plan.Duration))}
        {Fact("target", plan.Attach is null ? plan.Target : $"{plan.Target}, attached to {plan.Attach}")}
        {Fact("nodes", string.Join(", ", plan.Nodes))}
        {Html.Each(plan.Labels, l => Fact(l.Key, l.Value))}
        </dl>
        <h3>Load</h3>
        <ul>{Html.Each(plan.Load, l => Html.Of($"<li>{Load(l)}</li>"))}</ul>
        <h3>Timeline</h3>
        {Html.When(plan.Faults.Count == 0, () => Html.Of($"<p>{None(plan.Soak)}</p>"))}
        {Html.When(plan.Faults.Count > 0, () => Timeline(plan))}
        {Html.When(plan.UntilVerdict, () => Html.Of(
            $"<p>Load and faults end with the first certain violation: this is the most that there can be.</p>"))}
        {Html.When(plan.Quiet > TimeSpan.Zero, () => Html.Of(
            $"<p>After the faults and the convergence: {Quantity.Format(plan.Quiet)} of quiet, then the final reads.</p>"))}
        {Html.When(plan.Faults.Any(f => f.DryRun.Count > 0), () => DryRun(plan))}
        <h3>Checks and limits</h3>
        <ul>
        {Html.Each(plan.Checks, c => Html.Of($"<li><b>{c.Kind}</b> {Text.Parameters(c.Parameters)}</li>"))}
        {Html.Each(plan.Abort, a => Html.Of($"""
            <li><b>abort</b> when {a.Source} {a.Figure} is {(a.Below ? "below" : "above")} {a.Threshold} for {Quantity.Format(a.For)}</li>
            """))}
        {Html.When(plan.Safety.MaxNodes is not null, () => Html.Of(
            $"<li><b>safety</b> at most {plan.Safety.MaxNodes!.Value} nodes with a fault at once</li>"))}
        {Html.When(plan.Safety.ProtectedNodes.Count > 0, () => Html.Of(
            $"<li><b>safety</b> never {string.Join(", ", plan.Safety.ProtectedNodes)}</li>"))}
        </ul>
        </section>
        """);

    private static string None(PlannedSoak? soak) => soak is null
        ? "No faults."
        : $"Each of {soak.Windows:#,0} windows of {Quantity.Format(soak.Spec.Window)} has a timeline of its own, drawn from "
            + $"{string.Join(", ", soak.FaultKinds)}: chaosctl plan --window N shows it.";

    private static Html Timeline(ReportPlan plan) => Html.Of($"""
        <div class="scroll"><table>
        <thead><tr><th scope="col">fault</th><th scope="col" class="n">at</th><th scope="col" class="n">for</th>
        <th scope="col">kind</th><th scope="col">on</th><th scope="col">parameters</th></tr></thead>
        <tbody>{Html.Each(plan.Faults, f => Html.Of($"""
            <tr><th scope="row">{f.Id}</th><td class="n">{Quantity.Format(f.At)}{After(f)}</td><td class="n">{Quantity.Format(f.For)}</td>
            <td>{f.Kind}</td><td>{f.On}</td><td>{Text.Parameters(f.Parameters)}</td></tr>
            """))}</tbody>
        </table></div>
        """);

    private static string After(ReportFault fault) => fault.After.Count == 0 ? "" : $", after {string.Join(", ", fault.After)}";

    private static Html DryRun(ReportPlan plan) => Html.Of($"""
        <details><summary>dry run: exactly what each fault was to do</summary>
        {Html.Each(plan.Faults.Where(f => f.DryRun.Count > 0), f => Html.Of(
            $"""<h4>{f.Id} {f.Kind}</h4><pre tabindex="0">{string.Join('\n', f.DryRun)}</pre>"""))}
        </details>
        """);

    private static string Load(ReportLoad load) =>
        $"{load.Workload} by {load.Clients} clients, "
        + (load.RatePerSecond is { } rate ? $"open loop at {Text.Number(rate)}/s" : "closed loop")
        + $", timeout {Quantity.Format(load.Timeout)}"
        + string.Concat(new[] { load.Parameters, load.Client }.Select(Text.Parameters).Where(p => p.Length > 0).Select(p => "; " + p));

    private static Html Fact(string name, string value) => Html.Of($"<div><dt>{name}</dt><dd>{value}</dd></div>");
}
