using ChaosService.Model.Experiments;
using Quartz;

namespace ChaosService.Host.Scheduling;

/// <summary>Keeps the firings that were missed and are not made up for; one that is made up for tells of itself.</summary>
internal sealed class MisfireListener(Firings firings) : ITriggerListener
{
    public string Name => "misfires";

    public ValueTask TriggerMisfired(ITrigger trigger, IScheduler scheduler, CancellationToken cancellationToken = default)
    {
        if (trigger.Key.Group == ScheduleTrigger.Group && ScheduleTrigger.SpecOf(trigger).Misfire == MisfirePolicy.Skip)
            firings.Record(trigger.Key.Name, FiringOutcome.Missed, null, "the service was not running, or too busy, when it was due");
        return ValueTask.CompletedTask;
    }
}
