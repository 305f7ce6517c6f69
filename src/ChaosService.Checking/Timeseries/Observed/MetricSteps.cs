using ChaosService.Checking.Observations;
using ChaosService.Model.Histories;

namespace ChaosService.Checking.Timeseries.Observed;

/// <summary>What one node's metrics did in a part of a run: sums of the changes from one sample to the next.</summary>
internal sealed class MetricSteps
{
    private readonly Dictionary<string, double> _rises = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (double Least, double Most)> _levels = new(StringComparer.Ordinal);

    public long Samples { get; private set; }

    public long TimeNs { get; private set; }

    /// <summary>Whether a counter fell: the process is a new one.</summary>
    public bool Restarted { get; private set; }

    /// <summary>Whether the node did not answer.</summary>
    public bool Silent { get; private set; }

    public IEnumerable<string> Counters => _rises.Keys;

    public IEnumerable<string> Levels => _levels.Keys;

    public double Rise(string name) => _rises.GetValueOrDefault(name);

    public (double Least, double Most)? Level(string name) => _levels.TryGetValue(name, out var level) ? level : null;

    public static bool IsCounter(string name) =>
        name.Contains("_total", StringComparison.Ordinal) || name.EndsWith("_sum", StringComparison.Ordinal)
            || name.EndsWith("_count", StringComparison.Ordinal);

    public void Add(Sight<MetricsView>? before, Sight<MetricsView> now)
    {
        if (now.View is not { } view)
        {
            Silent = true;
            return;
        }
        Samples++;
        foreach (var (name, value) in view.Values.Where(v => !IsCounter(v.Key)))
            _levels[name] = _levels.TryGetValue(name, out var level)
                ? (Math.Min(level.Least, value), Math.Max(level.Most, value))
                : (value, value);
        if (before?.View is not { } last) return;
        TimeNs += now.Line.TimeNs - before.Line.TimeNs;
        foreach (var (name, value) in view.Values.Where(v => IsCounter(v.Key)))
        {
            // A counter that was missing had not counted yet.
            var step = value - last.Values.GetValueOrDefault(name);
            Restarted |= step < 0;
            _rises[name] = Rise(name) + Math.Max(step, 0);
        }
    }
}
