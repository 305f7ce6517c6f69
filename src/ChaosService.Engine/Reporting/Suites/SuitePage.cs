using ChaosService.Engine.Reporting.Html;
using ChaosService.Model.Suites;
using Markup = ChaosService.Engine.Reporting.Html.Html;

namespace ChaosService.Engine.Reporting.Suites;

/// <summary>
/// The page of a suite's run: the merged verdict, and each member with a way to its own report. It has no script and asks the network for
/// nothing.
/// </summary>
internal static class SuitePage
{
    /// <param name="reportOf">Address of a member's report, seen from this page; null when it has none.</param>
    public static string Render(SuiteRun run, Func<SuiteMember, string?> reportOf) => Markup.Of($"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{Text.Word(run.Verdict)} · suite {run.Suite}</title>
        <style>{Markup.Trusted(Page.Asset("colors.css"))}
        {Markup.Trusted(Page.Asset("report.css"))}</style>
        </head>
        <body>
        {Header(run)}
        <main>
        {Markup.When(run.Grid is not null, () => SuiteGridTable.Render(run, run.Grid!, reportOf))}
        <section aria-labelledby="members-title">
        <h2 id="members-title">Members</h2>
        <div class="scroll"><table>
        <thead><tr><th scope="col">experiment</th><th scope="col">verdict</th><th scope="col">reason</th>
        <th scope="col" class="n">took</th><th scope="col" class="n">seed</th><th scope="col">report</th></tr></thead>
        <tbody>{Markup.Each(run.Members, m => Row(m, reportOf(m)))}</tbody>
        </table></div>
        </section>
        </main>
        </body>
        </html>

        """).ToString();

    private static Markup Header(SuiteRun run) => Markup.Of($"""
        <header class="verdict {Text.Word(run.Verdict)}">
        <div class="headline">
        <span class="sign" aria-hidden="true">{Text.Sign(run.Verdict)}</span>
        <div>
        <p class="experiment">suite {run.Suite}</p>
        <h1>{(run.Over ? Text.Word(run.Verdict) : "running")}</h1>
        </div>
        </div>
        <p class="reason">{(run.Over ? run.Reason : "The suite goes on: what did not run yet is unknown.")}</p>
        {Markup.When(run.EndedEarly is not null, () => Markup.Of($"""<p class="aborted"><b>Ended early.</b> {run.EndedEarly}</p>"""))}
        {Markup.When(run.Description.Length > 0, () => Markup.Of($"""<p class="description">{run.Description}</p>"""))}
        <dl class="facts">
        {Fact("started", run.StartedAt.ToString("yyyy-MM-dd HH:mm:ss zzz"))}
        {Fact("took", Took(run.StartedAt, run.EndedAt))}
        {Fact("members", $"{run.Members.Count}")}
        {Markup.Each(run.Members.CountBy(m => m.Counts).OrderBy(c => c.Key), c => Fact(Text.Word(c.Key), $"{c.Value}"))}
        {Markup.When(run.Seed is not null, () => Fact("seed", $"{run.Seed}"))}
        {Fact("wanted by", run.Cause)}
        {Fact("run", run.Id)}
        </dl>
        </header>
        """);

    private static Markup AsExpected(SuiteMember member) =>
        Markup.When(member.AsExpected, () => Markup.Of($""" <span class="badge good">as expected</span>"""));

    private static Markup Row(SuiteMember member, string? report) => Markup.Of($"""
        <tr><th scope="row">{member.Name}</th>
        <td><span class="outcome {Text.Word(member.Counts)}">{Text.Sign(member.Counts)} {Verdict(member)}</span>{AsExpected(member)}</td>
        <td>{member.Reason}</td><td class="n">{Took(member.StartedAt, member.EndedAt)}</td>
        <td class="n">{(member.Seed is { } seed ? $"{seed}" : "–")}</td>
        <td>{Markup.When(report is not null, () => Markup.Of($"""<a href="{report}">report</a>"""))}</td></tr>
        """);

    internal static string Verdict(SuiteMember member) => member switch
    {
        { State: MemberState.Finished, Verdict: { } verdict } => Text.Word(verdict),
        _ => member.State.ToString().ToLowerInvariant(),
    };

    private static string Took(DateTimeOffset? from, DateTimeOffset? to) => (to - from) is { } took ? $"{took.TotalSeconds:0.0} s" : "–";

    private static Markup Fact(string name, string value) => Markup.Of($"<div><dt>{name}</dt><dd>{value}</dd></div>");
}
