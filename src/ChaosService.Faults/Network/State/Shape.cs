using ChaosService.Model.Configuration;

namespace ChaosService.Faults.Network.State;

/// <summary>What is done to packets that still arrive. <paramref name="Jitter"/>: uniform, up to this much less or more.</summary>
internal sealed record Shape(TimeSpan Delay, TimeSpan Jitter)
{
    /// <summary>Two faults on the same packets: as if they stood one behind the other.</summary>
    public static Shape operator +(Shape a, Shape b) => new(a.Delay + b.Delay, a.Jitter + b.Jitter);

    public override string ToString() =>
        Jitter == TimeSpan.Zero ? Quantity.Format(Delay) : $"{Quantity.Format(Delay)} ± {Quantity.Format(Jitter)}";
}
