using ChaosService.Engine.Running;
using ChaosService.Host.Service.Queue;

namespace ChaosService.Host.Composition;

/// <summary>Runs on the engine.</summary>
internal sealed class EngineWork(Installation installation, string runsRoot) : IRunWork
{
    public async Task<RunResult> RunAsync(PreparedRun run, IRunListener listener, CancellationToken stop)
    {
        var request = await RunRequests.MakeAsync(installation, run.Plan, run.Yaml, runsRoot, run.RepeatCommand, run.Id, run.Control, stop);
        return await installation.Runner().RunAsync(request with { Windows = run.Windows, TraceParent = run.TraceParent }, listener, stop);
    }
}
