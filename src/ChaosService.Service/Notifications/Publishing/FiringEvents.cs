using System.Data.Common;
using ChaosService.Engine.Store.Applied;
using ChaosService.Engine.Store.Firings;
using ChaosService.Service.Notifications.Delivery;
using ChaosService.Service.Notifications.Events;
using ChaosService.Service.Queue;
using ChaosService.Service.Scheduling;
using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Notifications.Publishing;

/// <summary>Notifies of firings that should have started a run. Skipped firings are not reported: nothing is wrong.</summary>
internal sealed class FiringEvents(
    Notifier notifier, EventFactory events, AppliedExperiments applied, LoadedExperiments loaded, ILogger<FiringEvents> log)
        : IFiringObserver
{
    public void Recorded(string experiment, Firing firing)
    {
        var type = firing.Outcome switch
        {
            FiringOutcome.Missed => EventTypes.ScheduleMissed,
            FiringOutcome.Failed => EventTypes.ScheduleFailed,
            _ => null,
        };
        if (type is not null && notifier.Wants(type))
            _ = notifier.PublishAsync(events.Schedule(type, experiment, firing, LabelsOf(experiment)));
    }

    /// <summary>Null for a suite, and for what cannot be read: a filter by labels then takes it for one without.</summary>
    private IReadOnlyDictionary<string, string>? LabelsOf(string experiment)
    {
        try
        {
            return applied.Find(experiment) is { } found ? loaded.Load(found, []).Experiment?.Labels : null;
        }
        catch (Exception e) when (e is DbException or IOException)
        {
            // That it was missed is told all the same.
            log.OutboxNotRead(e.Message);
            return null;
        }
    }
}
