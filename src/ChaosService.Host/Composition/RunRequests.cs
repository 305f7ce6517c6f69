using ChaosService.Engine.Running;
using ChaosService.Experiments.Planning;
using ChaosService.Model.Plans;

namespace ChaosService.Host.Composition;

/// <summary>From a plan to a request that the runner takes.</summary>
internal static class RunRequests
{
    /// <param name="runId">Null: made by the runner.</param>
    public static async Task<RunRequest> MakeAsync(
        Installation installation, Plan plan, ReadOnlyMemory<byte> yaml, string runsRoot, string repeatCommand, string? runId, RunControl control, CancellationToken stop)
    {
        using var planJson = new MemoryStream();
        PlanJson.Write(plan, planJson);
        return new RunRequest
        {
            Plan = plan,
            PlanJson = planJson.ToArray(),
            ExperimentYaml = yaml,
            RunsRoot = runsRoot,
            RunId = runId,
            Control = control,
            RepeatCommand = repeatCommand,
            Environment = await installation.Engine.ReadMachineAsync(stop),
        };
    }
}
