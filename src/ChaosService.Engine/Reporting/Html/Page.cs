using System.Security.Cryptography;
using System.Text;
using ChaosService.Engine.Reporting.Results;
using ChaosService.Model.Histories;

namespace ChaosService.Engine.Reporting.Html;

/// <summary>
/// The whole of <c>report.html</c>: one file that asks the network for nothing. Its content security policy says so to the browser,
/// too, and lets only our own scripts run, by their hash, whatever a node's error message holds.
/// </summary>
internal static class Page
{
    public static string Render(ReportModel model, History history)
    {
        // The ops of a soak are on its windows' pages.
        var charts = model.Windows.Count == 0;
        string[] scripts = [Asset("uplot.js"), Asset("page.js"), .. charts ? [Asset("report.js")] : Array.Empty<string>()];
        var policy = $"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src {string.Join(' ', scripts.Select(Source))}";
        return Html.Of($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{Html.Trusted(policy)}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{Text.Word(model.Verdict.Outcome)} · {model.Plan.Experiment}</title>
            <style>{Html.Trusted(Asset("uplot.css"))}
            {Html.Trusted(Asset("colors.css"))}
            {Html.Trusted(Asset("report.css"))}</style>
            </head>
            <body>
            {VerdictSection.Render(model)}
            <main>
            {WindowsSection.Render(model)}
            {Html.When(charts, () => ChartSection.Render(model, history))}
            {ResourceSection.Render(charts ? history.Samples : model.Resources)}
            {ChecksSection.Render(model.Verdict)}
            {FindingsSection.Render(model.Verdict)}
            {Html.When(charts, () => FaultsSection.Render(model))}
            {Html.When(charts, () => ObservedSection.Render(history.Observations))}
            {PlanSection.Render(model.Plan)}
            {EnvironmentSection.Render(model)}
            </main>
            <!-- uPlot: {Html.Trusted(Asset("uplot.license"))} -->
            {Html.Each(scripts, s => Html.Of($"<script>{Html.Trusted(s)}</script>"))}
            </body>
            </html>

            """).ToString();
    }

    private static string Source(string script) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'";

    /// <summary>A style sheet or script that the build put into this program.</summary>
    public static string Asset(string name)
    {
        using var stream = typeof(Page).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The build left out the resource '{name}' of the report.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
