using ChaosService.Model.Histories;
using ChaosService.Model.Load;
using ChaosService.Model.Randomness;
using ChaosService.Model.Workloads;

namespace ChaosService.Tests.Engine.Soaking;

/// <summary>A window's load without its time: a few hundred ops as fast as they go.</summary>
internal sealed class SmallLoad : ILoadGenerator
{
    private const int OpsCount = 150;

    private int _windows;

    /// <summary>Called with the window's number before its ops; may wait.</summary>
    public Func<int, CancellationToken, Task> Before { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>Called with the window's number after its ops, before the final reads.</summary>
    public Action<int> After { get; init; } = _ => { };

    public async Task RunAsync(LoadRun run, CancellationToken stop)
    {
        var window = ++_windows;
        await Before(window, stop);
        var generator = run.Workload.CreateGenerator(run.Load.Parameters, SeededRandom.Derive(run.Seed, "w"), 0, 1);
        for (var i = 0; i < OpsCount && !stop.IsCancellationRequested; i++) await InvokeAsync(run, generator.Next());
        After(window);
    }

    public async Task<bool> FinalReadsAsync(LoadRun run, CancellationToken stop)
    {
        foreach (var read in run.Workload.FinalReads(run.Load.Parameters)) await InvokeAsync(run, read);
        return true;
    }

    private static async Task InvokeAsync(LoadRun run, Operation operation)
    {
        await using var client = run.Database.Open(0);
        Record(OpType.Invoke, operation.Value);
        var result = await client.InvokeAsync(operation, CancellationToken.None);
        Record(result.Type, operation.F == Functions.Read ? result.Value : operation.Value);

        void Record(OpType type, OpValue value) =>
            run.Recorder.Record(new OpEvent
            {
                TimeNs = run.Recorder.ElapsedNs, Process = 0, Type = type, F = operation.F, Key = operation.Key, Value = value,
            });
    }
}
