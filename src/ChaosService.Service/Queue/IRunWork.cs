using ChaosService.Engine.Running;
using ChaosService.Engine.Running.Requests;

namespace ChaosService.Service.Queue;

/// <summary>Carries out one run: the engine's runner, or a test's stand-in.</summary>
internal interface IRunWork
{
    /// <summary>As <see cref="Runner.RunAsync"/>.</summary>
    Task<RunResult> RunAsync(PreparedRun run, IRunListener listener, CancellationToken stop);
}
