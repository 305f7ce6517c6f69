using ChaosService.Engine.Running;
using ChaosService.Host.Composition;

namespace ChaosService.Host.Service.Queue;

/// <summary>What is done for one accepted run: the engine's runner, or a test's stand-in.</summary>
internal interface IRunWork
{
    /// <summary>As <see cref="Runner.RunAsync"/>.</summary>
    Task<RunResult> RunAsync(PreparedRun run, IRunListener listener, CancellationToken stop);
}

/// <summary>Runs on the engine.</summary>
internal sealed class EngineWork(Installation installation, string runsRoot) : IRunWork
{
    public async Task<RunResult> RunAsync(PreparedRun run, IRunListener listener, CancellationToken stop)
    {
        var request = await RunRequests.MakeAsync(installation, run.Plan, run.Yaml, runsRoot, run.RepeatCommand, run.Id, run.Control, stop);
        return await installation.Runner().RunAsync(request with { Windows = run.Windows, TraceParent = run.TraceParent }, listener, stop);
    }
}
