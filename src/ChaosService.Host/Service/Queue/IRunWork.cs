using ChaosService.Engine.Running;
using ChaosService.Host.Composition;

namespace ChaosService.Host.Service.Queue;

/// <summary>What is done for one run: the engine's runner, or a test's stand-in.</summary>
internal interface IRunWork
{
    /// <summary>As <see cref="Runner.RunAsync"/>.</summary>
    Task<RunResult> RunAsync(PreparedRun run, IRunListener listener, CancellationToken stop);
}

/// <summary>Runs on the engine.</summary>
internal sealed class EngineWork(Installation installation, string runsRoot) : IRunWork
{
    public async Task<RunResult> RunAsync(PreparedRun run, IRunListener listener, CancellationToken stop) =>
        await installation.Runner().RunAsync(await RunRequests.MakeAsync(installation, run, runsRoot, stop), listener, stop);
}
