using ChaosService.Service.Notifications.Publishing;

namespace ChaosService.Service.Sharing;

/// <summary>
/// Tells of the runs that gone instances left. Last of all: telling asks others, and what concerns targets does not wait for it.
/// </summary>
internal sealed class NewsOfGoneRuns(GoneRunEvents events) : IDuty
{
    public void Do() => events.Tell();
}
