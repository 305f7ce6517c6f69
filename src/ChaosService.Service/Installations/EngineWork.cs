using ChaosService.Engine.Running.Requests;
using ChaosService.Service.Queue;

namespace ChaosService.Service.Installations;

/// <summary>Runs on the engine.</summary>
internal sealed class EngineWork(Installation installation, string runsRoot) : IRunWork
{
    public async Task<RunResult> RunAsync(PreparedRun run, IRunListener listener, CancellationToken stop) =>
        await installation.Runner().RunAsync(await RunRequests.MakeAsync(installation, run, runsRoot, stop), listener, stop);
}
