using ChaosService.Engine.Journal;
using ChaosService.Engine.Store.Firings;
using ChaosService.Engine.Store.Postgres;
using ChaosService.Engine.Store.Sql;
using ChaosService.Service.Triggers;
using Microsoft.Extensions.DependencyInjection;

namespace ChaosService.Service.Scheduling;

/// <summary>
/// Imports schedules and their pauses from an instance's file into the store that it will share. This fires none of them.
/// </summary>
internal static class ScheduleImport
{
    /// <param name="lease">As the instances have it.</param>
    public static async Task<ImportedRows> CopyAsync(
        string stateDirectory, StateDatabase state, PostgresDatabase shared, TimeSpan lease, TimeProvider time, CancellationToken stop)
    {
        await using var from = Provider(stateDirectory, state, lease, time);
        await using var to = Provider(stateDirectory, shared, lease, time);
        var (source, target) = (from.GetRequiredService<Schedules>(), to.GetRequiredService<Schedules>());
        var there = (await target.ListAsync(stop)).Select(s => s.Experiment).ToHashSet(StringComparer.Ordinal);
        var (added, skipped) = (0, 0);
        foreach (var schedule in await source.ListAsync(stop))
        {
            if (!there.Add(schedule.Experiment))
            {
                skipped++;
                continue;
            }
            await target.ApplyAsync(schedule.Experiment, schedule.Spec, stop);
            if (schedule.Paused) await target.PauseAsync(schedule.Experiment, stop);
            else await target.ResumeAsync(schedule.Experiment, stop);
            if (schedule.Last is { } last) to.GetRequiredService<FiringLog>().Write(schedule.Experiment, last);
            added++;
        }
        return new ImportedRows("schedule", added, skipped);
    }

    private static ServiceProvider Provider(string stateDirectory, Database store, TimeSpan lease, TimeProvider time) =>
        new ServiceCollection().AddLogging().AddSingleton<IRunTrigger, NoRuns>()
            .AddScheduling(stateDirectory, store, seed: 0, time, lease).BuildServiceProvider();

    /// <summary>The schedulers are never started.</summary>
    private sealed class NoRuns : IRunTrigger
    {
        public Task<TriggerResult> TriggerAsync(TriggerRequest request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Nothing fires while schedules are brought over.");
    }
}
