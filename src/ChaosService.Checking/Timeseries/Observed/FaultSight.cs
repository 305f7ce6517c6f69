using System.Globalization;
using ChaosService.Checking.Observations;
using ChaosService.Model.Histories;

namespace ChaosService.Checking.Timeseries.Observed;

/// <summary>What the metrics of all nodes did during a fault, compared with the time before any fault.</summary>
internal sealed class FaultSight
{
    private const string Sum = "_sum";

    private readonly ObservedParameters _parameters;
    private readonly List<(string Node, MetricSteps Before, MetricSteps During)> _nodes = [];

    public FaultSight(History history, Sights<MetricsView> sights, FaultWindow fault, ObservedParameters parameters)
    {
        (Fault, _parameters) = (fault, parameters);
        var settleNs = (long)parameters.Settle.TotalNanoseconds;
        var endNs = fault.EndNs is { } end ? end + settleNs : long.MaxValue;
        // The fault's own nodes first: their own metrics are the clearest evidence.
        foreach (var node in sights.All.GroupBy(s => s.Subject, StringComparer.Ordinal).OrderBy(g => !fault.Nodes.Contains(g.Key)))
        {
            var (before, during, last) = (new MetricSteps(), new MetricSteps(), default(Sight<MetricsView>));
            foreach (var sight in node)
            {
                var sinceNs = last?.Line.TimeNs ?? sight.Line.AskedNs;
                if (sight.Line.TimeNs >= fault.StartNs && sinceNs <= endNs) during.Add(last, sight);
                else if (sight.Line.TimeNs < fault.StartNs && !history.Faults.Any(f => f.Overlaps(sinceNs - settleNs, sight.Line.TimeNs)))
                    before.Add(last, sight);
                last = sight;
            }
            // No change: it gave this answer every time it was polled meanwhile.
            if (during is { Samples: 0, Silent: false }
                && node.LastOrDefault(s => s.Line.TimeNs < fault.StartNs) is { View: not null } same)
                during.Add(null, same);
            _nodes.Add((node.Key, before, during));
        }
        Sign = _nodes.Select(n => SignOf(n.Node, n.Before, n.During)).FirstOrDefault(s => s is not null);
    }

    public FaultWindow Fault { get; }

    /// <summary>The evidence in words; null: there is none.</summary>
    public string? Sign { get; }

    /// <summary>Whether any node was observed before and during it.</summary>
    public bool IsSeen => _nodes.Any(n => n.Before.Samples > 1 && (n.During.Samples > 0 || n.During.Silent));

    private IReadOnlyList<string> Names => _parameters.Metrics ?? FaultSigns.Of(Fault.Kind);

    /// <summary>What was examined without success.</summary>
    public string Looked()
    {
        const int NamedMax = 8;
        List<string> names = [.. Named(_nodes.SelectMany(n => n.During.Levels.Concat(n.During.Counters)))];
        return names.Count == 0
            ? $"no node has a metric that begins with {string.Join(" or ", Names)}"
            : $"{string.Join(", ", names.Take(NamedMax))}{(names.Count > NamedMax ? $" and {names.Count - NamedMax} more" : "")} of "
                + string.Join(", ", _nodes.Select(n => n.Node));
    }

    private string? SignOf(string node, MetricSteps before, MetricSteps during)
    {
        if (Fault.Nodes.Contains(node) && during.Silent) return $"{node} did not answer";
        if (Fault.Nodes.Contains(node) && during.Restarted) return $"{node} began to count again";
        foreach (var name in Named(during.Levels))
            if (before.Level(name) is var (least, most) && during.Level(name) is var (low, high) && (low < least || high > most))
                return $"{name} of {node} was {Number(low < least ? low : high)}, and {Number(least)} to {Number(most)} before";
        foreach (var name in Named(during.Counters))
            if (Raised(name, before, during) is { } how)
                return $"{(IsSum(name) ? name[..^Sum.Length] : name)} of {node} {how}";
        return null;
    }

    private string? Raised(string name, MetricSteps before, MetricSteps during)
    {
        if (before.TimeNs == 0 || name.EndsWith("_count", StringComparison.Ordinal)) return null;
        if (IsSum(name))
        {
            var count = $"{name[..^Sum.Length]}_count";
            if (before.Rise(count) == 0 || during.Rise(count) == 0) return null;
            var (was, mean) = (before.Rise(name) / before.Rise(count), during.Rise(name) / during.Rise(count));
            return mean > _parameters.Factor * was ? $"had a mean of {Number(mean * 1e3)} ms, and {Number(was * 1e3)} ms before" : null;
        }
        var (rate, isRate) = (before.Rise(name) / before.TimeNs, during.Rise(name) / Math.Max(during.TimeNs, 1));
        return during.Rise(name) >= 1 && isRate > _parameters.Factor * rate
            ? $"rose by {Number(during.Rise(name))}, {Number(isRate * 1e9)} a second, and {Number(rate * 1e9)} before"
            : null;
    }

    private static bool IsSum(string name) => name.EndsWith(Sum, StringComparison.Ordinal);

    /// <summary>The metrics that point most clearly to the fault come first.</summary>
    private IEnumerable<string> Named(IEnumerable<string> metrics) =>
        Names.SelectMany(b => metrics.Where(m => m.StartsWith(b, StringComparison.Ordinal)).Order()).Distinct();

    private static string Number(double value) => value.ToString("#,0.###", CultureInfo.InvariantCulture);
}
