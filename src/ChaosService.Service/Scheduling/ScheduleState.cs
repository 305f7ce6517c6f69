using ChaosService.Engine.Store.Firings;
using ChaosService.Model.Experiments;

namespace ChaosService.Service.Scheduling;

/// <summary>The current state of a schedule.</summary>
/// <param name="Experiment">The experiment's name, which is also the schedule's.</param>
/// <param name="Text">The spec in a line of words.</param>
/// <param name="Next">When it fires next, jitter included, at most <see cref="Schedules.NextCount"/>; empty while paused.</param>
/// <param name="Last">Null when it never fired.</param>
internal sealed record ScheduleState(
    string Experiment, ScheduleSpec Spec, string Text, IReadOnlyList<DateTimeOffset> Next, Firing? Last, bool Paused);
