using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Clock;

/// <param name="Offset">How far the clock is ahead, or behind when it is negative; 100 ms to 1 day either way.</param>
/// <param name="Over">The offset grows from zero to its full size in this time; null: it applies at once.</param>
/// <param name="Strobe">The offset is on and off in turn, for this long each; null: it stays.</param>
internal sealed record ClockSkewParameters(TimeSpan Offset, TimeSpan? Over, TimeSpan? Strobe) : FaultParameters
{
    /// <summary>How often a drifting clock is set.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    /// <summary>The offset at this time after the beginning.</summary>
    public TimeSpan At(TimeSpan since)
    {
        if (Strobe is { } strobe) return (long)(since / strobe) % 2 == 0 ? Offset : TimeSpan.Zero;
        return Over is { } over && since < over ? Offset * (since / over) : Offset;
    }

    /// <summary>When it must be set again, at this time after the beginning; null: it stays as it is.</summary>
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
