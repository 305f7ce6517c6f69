using ChaosService.Host.Metrics.Exposition;

namespace ChaosService.Host.Metrics.Keeping;

/// <summary>A counter or a gauge.</summary>
/// <param name="adds">Measurements are added up; otherwise the last one holds.</param>
/// <param name="created">The line that says since when it counts; null for a gauge.</param>
internal sealed class NumberSeries(byte[] sample, byte[]? created, double createdAt, bool adds) : Series
{
    private double _value;

    public override void Write(in LineWriter writer, bool withCreated)
    {
        writer.Line(sample, Volatile.Read(ref _value));
        if (withCreated && created is not null) writer.Line(created, createdAt);
    }

    protected override void Take(double value)
    {
        if (adds) Atomic.Add(ref _value, value);
        else Volatile.Write(ref _value, value);
    }
}

internal static class Atomic
{
    public static void Add(ref double place, double value)
    {
        var seen = Volatile.Read(ref place);
        while (true)
        {
            var before = Interlocked.CompareExchange(ref place, seen + value, seen);
            if (before.Equals(seen)) return;
            seen = before;
        }
    }
}
