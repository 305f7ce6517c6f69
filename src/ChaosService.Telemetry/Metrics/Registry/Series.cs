using Prometheus;

namespace ChaosService.Telemetry.Metrics.Registry;

/// <summary>One set of labels of a metric in the registry, and when it was last measured.</summary>
/// <param name="take">How the registry handles a measurement: adds it, sets it, or counts it in its bucket.</param>
internal sealed class Series(ChildBase child, Action<double> take)
{
    private int _seen;

    /// <summary>When the last value was recorded, in the listener's steps.</summary>
    public int Seen => Volatile.Read(ref _seen);

    public void Take(double value, int now)
    {
        // Written only when it changed: many threads read this cache line.
        if (_seen != now) Volatile.Write(ref _seen, now);
        take(value);
    }

    public void Remove() => child.Remove();
}
