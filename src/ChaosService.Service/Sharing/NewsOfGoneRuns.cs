using ChaosService.Service.Notifications.Publishing;

namespace ChaosService.Service.Sharing;

/// <summary>
/// Notifies of the runs of gone instances. Comes last, because notifying calls others, and target leases must not wait for it.
/// </summary>
internal sealed class NewsOfGoneRuns(GoneRunEvents events) : IDuty
{
    public void Do() => events.Tell();
}
