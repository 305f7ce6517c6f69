using System.Collections.Concurrent;
using System.Globalization;

namespace ChaosService.Benchmarks.Service;

/// <summary>Times of answers in ms. Thread-safe while they are added.</summary>
internal sealed class Latencies
{
    private readonly ConcurrentBag<double> _added = [];
    private double[]? _sorted;

    public int Count => _added.Count;

    public void Add(TimeSpan latency) => _added.Add(latency.TotalMilliseconds);

    /// <summary>Adds how long the call took.</summary>
    public async Task TimeAsync(Func<Task> call)
    {
        var from = TimeProvider.System.GetTimestamp();
        await call();
        Add(TimeProvider.System.GetElapsedTime(from));
    }

    public double Quantile(double q)
    {
        _sorted ??= [.. _added.Order()];
        return _sorted.Length == 0 ? double.NaN : _sorted[(int)Math.Min(_sorted.Length - 1, q * _sorted.Length)];
    }

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"p50 {Quantile(0.5):0.0}, p90 {Quantile(0.9):0.0}, p99 {Quantile(0.99):0.0}, p99.9 {Quantile(0.999):0.0}, max "
                + $"{Quantile(1):0.0} ms of {Count:N0}");
}
