using ChaosService.Engine.Reporting.Results;

namespace ChaosService.Engine.Reporting.Html;

/// <summary>What the run ran on.</summary>
internal static class EnvironmentSection
{
    public static Html Render(ReportModel model) => Html.Of($"""
        <section aria-labelledby="environment-title">
        <h2 id="environment-title">Environment</h2>
        <dl class="facts">
        {Html.Each(model.Environment, e => Html.Of($"<div><dt>{e.Key}</dt><dd>{e.Value}</dd></div>"))}
        <div><dt>run</dt><dd>{model.RunId}</dd></div>
        </dl>
        </section>
        """);
}
