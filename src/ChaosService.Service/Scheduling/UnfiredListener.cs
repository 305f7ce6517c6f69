using ChaosService.Engine.Store.Firings;
using ChaosService.Model.Experiments;
using Quartz;

namespace ChaosService.Service.Scheduling;

/// <summary>Keeps the firings that Quartz itself lets go by. A missed one that is made up for tells of itself.</summary>
internal sealed class UnfiredListener(Firings firings) : ITriggerListener
{
    public string Name => "unfired";

    public ValueTask TriggerMisfired(ITrigger trigger, IScheduler scheduler, CancellationToken cancellationToken = default)
    {
        if (ScheduleTrigger.SpecOf(trigger).Misfire == MisfirePolicy.Skip)
            firings.Record(
                ScheduleTrigger.NameOf(trigger), FiringOutcome.Missed, null, "the service was not running, or too busy, when it was due");
        return ValueTask.CompletedTask;
    }

    public ValueTask TriggerSkipped(ITrigger trigger, IScheduler scheduler, CancellationToken cancellationToken = default)
    {
        firings.Record(ScheduleTrigger.NameOf(trigger), FiringOutcome.Skipped, null, "the firing before it still waits for its jitter");
        return ValueTask.CompletedTask;
    }
}
