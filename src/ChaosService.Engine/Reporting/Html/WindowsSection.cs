using ChaosService.Engine.Reporting.Results;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;

namespace ChaosService.Engine.Reporting.Html;

/// <summary>A soak's windows: the result of each, and a link to its page while it is kept.</summary>
internal static class WindowsSection
{
    /// <summary>More rows than this are not read; what was not valid is shown before what is merely recent.</summary>
    private const int RowsMax = 1000;

    public static Html Render(ReportModel model)
    {
        if (model.Windows.Count == 0) return Html.Empty;
        var shown = Shown(model.Windows);
        return Html.Of($"""
            <section aria-labelledby="windows-title">
            <h2 id="windows-title">Windows</h2>
            {Html.When(shown.Count < model.Windows.Count, () => Html.Of(
                $"<p>{shown.Count} of {model.Windows.Count}: the first that are not valid, and the latest. windows.jsonl has all.</p>"))}
            <div class="scroll"><table>
            <thead><tr><th scope="col" class="n">window</th><th scope="col">verdict</th><th scope="col" class="n">from – to, s</th>
            <th scope="col" class="n">ops</th><th scope="col" class="n">ok</th><th scope="col" class="n">faults</th>
            <th scope="col" class="n">findings</th><th scope="col" class="n">p99, ms</th><th scope="col">why</th></tr></thead>
            <tbody>{Html.Each(shown, Row)}</tbody>
            </table></div>
            </section>
            """);
    }

    private static Html Row(WindowRecord w) => Html.Of($"""
        <tr><th scope="row" class="n">{Link(w)}</th>
        <td><span class="outcome {Text.Word(w.Verdict)}">{Text.Sign(w.Verdict)} {Text.Word(w.Verdict)}</span></td>
        <td class="n">{Seconds(w.FromSeconds)} – {Seconds(w.ToSeconds)}</td><td class="n">{Text.Number(w.Ops.Total)}</td>
        <td class="n">{(w.Ops.Total == 0 ? "–" : $"{100.0 * w.Ops.Ok / w.Ops.Total:0.##} %")}</td>
        <td class="n">{w.Faults}</td><td class="n">{w.Findings}</td>
        <td class="n">{(w.P99Ms is { } ms ? Text.Number(Math.Round(ms, 1)) : "–")}</td><td>{w.Aborted ?? w.Reason}</td></tr>
        """);

    private static Html Link(WindowRecord w) =>
        w.Kept ? Html.Of($"""<a href="windows/{Folder(w)}/report.html">{w.Index}</a>""") : Html.Of($"{w.Index}");

    private static string Folder(WindowRecord w) => $"{w.Index:0000}";

    private static string Seconds(double seconds) => $"{seconds:0.0}";

    private static List<WindowRecord> Shown(IReadOnlyList<WindowRecord> windows) => windows.Count <= RowsMax
        ? [.. windows]
        : [.. windows.Where(w => w.Verdict != Outcome.Valid).Take(RowsMax / 2).Concat(windows.TakeLast(RowsMax / 2))
            .DistinctBy(w => w.Index).OrderBy(w => w.Index)];
}
