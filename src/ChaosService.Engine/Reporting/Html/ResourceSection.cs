using ChaosService.Engine.Reporting.Results;
using ChaosService.Model.Histories;

namespace ChaosService.Engine.Reporting.Html;

/// <summary>Memory and open files of each node over time: the data is embedded, <c>web/page.js</c> draws it.</summary>
internal static class ResourceSection
{
    public static Html Render(IReadOnlyList<ResourceSample> samples)
    {
        if (samples.Count == 0) return Html.Empty;
        var nodes = samples.Select(s => s.Node).Distinct().Order(StringComparer.Ordinal).ToList();
        var times = samples.Select(s => s.TimeNs).Distinct().Order().ToList();
        var data = new
        {
            nodes,
            seconds = times.Select(t => Math.Round(t / 1e9, 3)),
            memory = nodes.Select(n => Aligned(samples, n, times, s => Math.Round(s.MemoryBytes / 1048576.0, 3))),
            files = nodes.Select(n => Aligned(samples, n, times, s => s.OpenFiles)),
        };
        return Html.Of($"""
            <section aria-labelledby="resources-title">
            <h2 id="resources-title">Memory and open files of the nodes</h2>
            <figure aria-label="Chart: anonymous memory of each node's processes in MiB, over time">
            <figcaption>memory, MiB <span>anonymous, of all processes of a node; a restart starts from zero</span></figcaption>
            <div id="memory" class="chart"></div>
            </figure>
            <figure aria-label="Chart: open file descriptors of each node's processes, over time">
            <figcaption>open files <span>file descriptors of all processes of a node</span></figcaption>
            <div id="files" class="chart"></div>
            </figure>
            <script type="application/json" id="resources">{Html.Trusted(ResultsJson.Embed(data))}</script>
            </section>
            """);
    }

    /// <summary>A value or null for each of the times.</summary>
    private static double?[] Aligned(
        IReadOnlyList<ResourceSample> samples, string node, List<long> times, Func<ResourceSample, double> value)
    {
        var own = new Dictionary<long, double>();
        foreach (var sample in samples)
            if (sample.Node == node) own[sample.TimeNs] = value(sample);
        return [.. times.Select(t => own.TryGetValue(t, out var v) ? v : (double?)null)];
    }
}
