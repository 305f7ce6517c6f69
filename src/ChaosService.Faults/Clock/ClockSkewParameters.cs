using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Clock;

/// <param name="Offset">What the clock is ahead, or behind when it is negative; 100 ms to 1 day either way.</param>
/// <param name="Over">The offset grows from nothing to its whole in this time; null: it is there at once.</param>
/// <param name="Strobe">The offset is there and not there in turn, for this long each; null: it stays.</param>
internal sealed record ClockSkewParameters(TimeSpan Offset, TimeSpan? Over, TimeSpan? Strobe) : FaultParameters
{
    /// <summary>A clock that drifts is set so often.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    /// <summary>What the clock is off, so long after the beginning.</summary>
    public TimeSpan At(TimeSpan since)
    {
        if (Strobe is { } strobe) return (long)(since / strobe) % 2 == 0 ? Offset : TimeSpan.Zero;
        return Over is { } over && since < over ? Offset * (since / over) : Offset;
    }

    /// <summary>When it is to be set again, so long after the beginning; null: it stays as it is.</summary>
    public TimeSpan? NextAfter(TimeSpan since)
    {
        if (Strobe is { } strobe) return strobe * (Math.Floor(since / strobe) + 1);
        return Over is { } over && since < over ? TimeSpan.FromTicks(Math.Min((since + Step).Ticks, over.Ticks)) : null;
    }

    public override string ToString() =>
        $"{Quantity.Format(Offset.Duration())} {(Offset < TimeSpan.Zero ? "behind" : "ahead")}"
            + (Over is { } over ? $", over {Quantity.Format(over)}" : "")
            + (Strobe is { } strobe ? $", for {Quantity.Format(strobe)} of every {Quantity.Format(2 * strobe)}" : "");
}
