namespace ChaosService.Telemetry.Metrics.Slo;

/// <summary>Ops and good ops of a recent period, in slots of equal length. Not thread-safe.</summary>
internal sealed class TimeRing(TimeSpan slot, int slots)
{
    private readonly (long Number, long Ops, long Good)[] _slots = new (long, long, long)[slots];

    public void Add(DateTimeOffset now, long ops, long good)
    {
        var number = now.UtcTicks / slot.Ticks;
        ref var place = ref _slots[(int)(number % slots)];
        if (place.Number != number) place = (number, 0, 0);
        place.Ops += ops;
        place.Good += good;
    }

    /// <summary>Sums the slots within the span, including the current one: between the span minus one slot and the whole span.</summary>
    public (long Ops, long Good) Sum(DateTimeOffset now, TimeSpan span)
    {
        var newest = now.UtcTicks / slot.Ticks;
        var oldest = newest - Math.Min(slots, (int)(span / slot)) + 1;
        var (ops, good) = (0L, 0L);
        foreach (var place in _slots)
        {
            if (place.Number < oldest || place.Number > newest) continue;
            ops += place.Ops;
            good += place.Good;
        }
        return (ops, good);
    }
}
