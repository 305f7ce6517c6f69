using ChaosService.Model.Histories;
using ChaosService.Model.Plans;
using ChaosService.Model.Workloads;

namespace ChaosService.Model.Load;

/// <summary>Drives workers against a database and records every op.</summary>
public interface ILoadGenerator
{
    /// <summary>
    /// Generates ops until the duration is over or <paramref name="stop"/> is cancelled; ops in flight then finish or reach their
    /// own time limit before it returns.
    /// </summary>
    Task RunAsync(LoadRun run, CancellationToken stop);

    /// <summary>
    /// Runs the workload's final reads, each until it succeeds or <paramref name="stop"/> is cancelled. False if one never succeeded.
    /// </summary>
    Task<bool> FinalReadsAsync(LoadRun run, CancellationToken stop);
}

/// <param name="FirstWorker">The number of workers in the loads before this one.</param>
/// <param name="Workers">The number of workers in all loads.</param>
public sealed record LoadRun(
    PlannedLoad Load, long Seed, int FirstWorker, int Workers, TimeSpan Duration, IWorkloadKind Workload, IDatabase Database,
    IRecorder Recorder, TimeProvider Time);
