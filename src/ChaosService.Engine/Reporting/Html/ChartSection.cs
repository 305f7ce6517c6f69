using ChaosService.Engine.Reporting.Results;
using ChaosService.Engine.Reporting.Series;
using ChaosService.Model.Histories;

namespace ChaosService.Engine.Reporting.Html;

/// <summary>Latency and throughput over time with the faults as bands: the data is embedded, <c>web/report.js</c> draws it.</summary>
internal static class ChartSection
{
    public static Html Render(ReportModel model, History history)
    {
        var bucketNs = RunSeries.BucketFor(history);
        var series = RunSeries.From(history, bucketNs);
        var named = model.Verdict.Checks.SelectMany(c => c.Findings).SelectMany(f => f.Ops).DistinctBy(o => o.Index).ToList();
        var known = named.Select(o => o.Index).ToHashSet();
        var data = new
        {
            bucketSeconds = bucketNs / 1e9,
            series,
            faults = model.Faults.Select(f => new { f.Id, f.Kind, f.Nodes, start = f.StartNs / 1e9, end = f.EndNs / 1e9 }),
            loadEnded = history.TimeOf(RunPhase.LoadEnded) / 1e9,
            named,
            sampled = OpSample.From(history, bucketNs).Where(o => !known.Contains(o.Index)),
        };
        return Html.Of($"""
            <section id="charts" aria-labelledby="charts-title">
            <div class="bar">
            <h2 id="charts-title">Over time</h2>
            <div class="zoom" role="group" aria-label="zoom of both charts">
            <button type="button" data-zoom="in" title="zoom in (+)">+</button>
            <button type="button" data-zoom="out" title="zoom out (−)">−</button>
            <button type="button" data-zoom="all" title="show all (0)">all</button>
            </div>
            </div>
            <figure tabindex="0" aria-label="{Words(model, "latency of ok ops in ms, log scale")}">
            <figcaption>latency of ok ops, ms
            <span>log scale, per {Text.Number(bucketNs / 1e9)} s, from the intended start</span></figcaption>
            <div id="latency" class="chart"></div>
            </figure>
            <figure tabindex="0" aria-label="{Words(model, "ops completed per second")}">
            <figcaption>throughput, ops/s <span>when the client heard the outcome</span></figcaption>
            <div id="throughput" class="chart"></div>
            </figure>
            <p class="hint">Drag to zoom, double-click to see all; with a chart focused: ← → move, + − zoom, 0 all.
            Point at a dot to see its op. Dots are a sample: per {Text.Number(bucketNs / 1e9)} s the slowest ok op
            and the first 3 that failed or are unknown (info), and every op that a finding names.</p>
            <div id="tip" role="status" hidden></div>
            <noscript><p class="hint">The charts need JavaScript. Everything else on this page does not.</p></noscript>
            <script type="application/json" id="data">{Html.Trusted(ResultsJson.Embed(data))}</script>
            </section>
            """);
    }

    private static string Words(ReportModel model, string what)
    {
        var faults = model.Faults.Select(f => $"{f.Id} {f.Kind} from {Text.Seconds(f.StartNs)} s to {Text.Seconds(f.EndNs)} s");
        return $"Chart: {what}. Faults: {(model.Faults.Count == 0 ? "none" : string.Join("; ", faults))}.";
    }
}
