using Prometheus;

namespace ChaosService.Telemetry.Metrics.Registry;

/// <summary>One set of labels of a metric, as the registry has it, and when it was last measured.</summary>
/// <param name="take">What the registry does with a measurement: adds it, sets it, or counts it in its bucket.</param>
internal sealed class Series(ChildBase child, Action<double> take)
{
    private int _seen;

    /// <summary>The last time that a value was taken, on the listener's count of time.</summary>
    public int Seen => Volatile.Read(ref _seen);

    public void Take(double value, int now)
    {
        // Written only when it changed: many threads read this line.
        if (_seen != now) Volatile.Write(ref _seen, now);
        take(value);
    }

    public void Remove() => child.Remove();
}
