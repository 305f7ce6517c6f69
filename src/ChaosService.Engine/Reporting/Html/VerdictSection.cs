using ChaosService.Engine.Reporting.Results;

namespace ChaosService.Engine.Reporting.Html;

/// <summary>The verdict, the reason, and the experiment: all that most readers need.</summary>
internal static class VerdictSection
{
    public static Html Render(ReportModel model)
    {
        var verdict = model.Verdict;
        var plan = model.Plan;
        return Html.Of($"""
            <header class="verdict {Text.Word(verdict.Outcome)}">
            <div class="headline">
            <span class="sign" aria-hidden="true">{Text.Sign(verdict.Outcome)}</span>
            <div>
            <p class="experiment">{plan.Experiment}</p>
            <h1>{Text.Word(verdict.Outcome)}</h1>
            </div>
            {Badges(verdict)}
            </div>
            <p class="reason">{verdict.Reason}</p>
            {Html.When(verdict.Aborted is not null, () => Html.Of($"""<p class="aborted"><b>Ended early.</b> {verdict.Aborted}</p>"""))}
            {Html.When(plan.Description.Length > 0, () => Html.Of($"""<p class="description">{plan.Description}</p>"""))}
            <dl class="facts">
            {Fact("started", model.StartedAt.ToString("yyyy-MM-dd HH:mm:ss zzz"))}
            {Fact("took", $"{(model.EndedAt - model.StartedAt).TotalSeconds:0.0} s")}
            {Fact("ops", $"{model.Ops.Total:#,0}")}
            {Fact("ok", Share(model.Ops.Ok, model.Ops.Total))}
            {Fact("fail", $"{model.Ops.Fail:#,0}")}
            {Fact("info", $"{model.Ops.Info:#,0}")}
            {Html.When(model.Ops.Dropped > 0, () => Fact("not recorded", $"{model.Ops.Dropped:#,0}"))}
            {Fact("target", plan.Target)}
            {Fact("seed", $"{plan.Seed}")}
            </dl>
            <div class="repeat"><code id="repeat">{model.RepeatCommand}</code><button type="button" data-copy="repeat">copy</button></div>
            {Html.When(model.Notes.Count > 0, () => Html.Of(
                $"""<ul class="notes">{Html.Each(model.Notes, n => Html.Of($"<li>{n}</li>"))}</ul>"""))}
            </header>
            """);
    }

    private static Html Badges(ReportVerdict verdict)
    {
        var aborted = Html.When(verdict.Aborted is not null, () => Html.Of($"""<span class="badge warn">aborted</span>"""));
        if (verdict.Expected is not { } expected) return Html.Of($"""<p class="badges">{aborted}</p>""");
        var what = Text.Word(expected.Verdict) + (expected.Check is null ? "" : $" by {expected.Check}");
        var badge = verdict.ExpectationMet
            ? Html.Of($"""<span class="badge good">✓ as expected: {what}</span>""")
            : Html.Of($"""<span class="badge bad">✗ not as expected: {what}</span>""");
        var reference = Html.When(expected.Reference is not null, () => Html.Of($"""<span class="badge">{expected.Reference}</span>"""));
        return Html.Of($"""<p class="badges">{aborted}{badge}{reference}</p>""");
    }

    private static Html Fact(string name, string value) => Html.Of($"<div><dt>{name}</dt><dd>{value}</dd></div>");

    private static string Share(long part, long whole) => whole == 0 ? "0" : $"{part:#,0} ({100.0 * part / whole:0.##} %)";
}
