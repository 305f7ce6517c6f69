using ChaosService.Engine.Running.Requests;
using ChaosService.Experiments.Planning;
using ChaosService.Service.Queue;

namespace ChaosService.Service.Installations;

/// <summary>From a run with every choice made to a request that the engine takes. The one place that makes them.</summary>
internal static class RunRequests
{
    public static async Task<RunRequest> MakeAsync(Installation installation, PreparedRun run, string runsRoot, CancellationToken stop)
    {
        using var planJson = new MemoryStream();
        PlanJson.Write(run.Plan, planJson);
        return new RunRequest
        {
            Plan = run.Plan,
            Windows = SoakWindows.Of(run.Experiment, run.Plan, run.RepeatCommand),
            PlanJson = planJson.ToArray(),
            ExperimentYaml = run.Yaml,
            RunsRoot = runsRoot,
            RunId = run.Id,
            Control = run.Control,
            RepeatCommand = run.RepeatCommand,
            TraceParent = run.TraceParent,
            Environment = await installation.Engine.ReadMachineAsync(run.Plan.Target, stop),
        };
    }
}
