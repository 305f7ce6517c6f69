using ChaosService.Model.Histories;

namespace ChaosService.Checking.Durability.Sets;

/// <summary>The times in which an acknowledgement promises nothing: this long after each fault's start. Empty without a length.</summary>
internal sealed class LossWindows(History history, TimeSpan? length)
{
    public static LossWindows Of(History history, SetFullParameters parameters) => new(history, parameters.LossWindow);

    public bool Cover(long timeNs) =>
        length is { } time
        && history.Faults.Any(f => timeNs >= f.StartNs && timeNs - f.StartNs <= time.Ticks * TimeSpan.NanosecondsPerTick);
}
