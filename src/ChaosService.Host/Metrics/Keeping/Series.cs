using ChaosService.Host.Metrics.Exposition;

namespace ChaosService.Host.Metrics.Keeping;

/// <summary>One set of labels of a metric, and its value. Taking a value and writing it may happen at once; neither waits for the other.</summary>
internal abstract class Series
{
    private int _seen;

    /// <summary>The last time that a value was taken, on the store's count of time.</summary>
    public int Seen => Volatile.Read(ref _seen);

    public void Take(double value, int now)
    {
        // Written only when it changed: many threads read this line.
        if (_seen != now) Volatile.Write(ref _seen, now);
        Take(value);
    }

    /// <summary>Everything up to the numbers was made when the series was: a scrape copies bytes.</summary>
    public abstract void Write(in LineWriter writer, bool withCreated);

    protected abstract void Take(double value);
}
