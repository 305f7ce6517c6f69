using ChaosService.Contracts;
using ChaosService.Host.Cluster;
using ChaosService.Host.Composition;
using ChaosService.Host.Notifications;
using ChaosService.Host.Service.Queue;
using ChaosService.Host.Service.Retention;

namespace ChaosService.Host.Service;

/// <summary>Can the service take runs, and if not, why?</summary>
internal sealed class ServiceHealth(
    RunQueue queue, RunLife life, Recovery recovery, DiskRoom room, RunRetention retention, NotificationHealth notifications, ITelemetry telemetry,
    Membership? membership = null, Duties? duties = null)
{
    /// <summary>Why no run is accepted now; null when runs are.</summary>
    public string? Closed => queue.Closed;

    /// <summary>What else is wrong, a sentence each.</summary>
    public IReadOnlyList<string> Troubles => [.. new[] { life.StoreTrouble, recovery.Trouble, room.Trouble, membership?.Trouble, duties?.Trouble }.OfType<string>()];

    /// <summary>What somebody should see to although runs are taken, a sentence each.</summary>
    public IReadOnlyList<string> Warnings => [.. retention.Troubles, .. notifications.Warnings, .. telemetry.Troubles];

    public HealthReply Read()
    {
        var (running, waiting) = queue.Count;
        var (closed, troubles) = (Closed, Troubles);
        var status = closed is not null ? "halted" : troubles.Count > 0 ? "troubled" : "ready";
        return new HealthReply(status, running, waiting, closed is null ? troubles : [closed, .. troubles], Warnings);
    }
}
