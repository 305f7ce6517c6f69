using ChaosService.Engine.Running.Requests;
using ChaosService.Experiments.Planning;
using ChaosService.Model.Experiments;
using ChaosService.Model.Plans;

namespace ChaosService.Service.Installations;

/// <summary>Plans a soak's windows while it runs.</summary>
internal static class SoakWindows
{
    /// <summary>Null when the plan is that of an ordinary run.</summary>
    /// <param name="repeat">The command that repeats the whole soak.</param>
    public static Func<int, WindowRequest>? Of(Experiment experiment, Plan plan, string repeat) => plan.Soak is null ? null : index =>
    {
        var window = Planner.PlanWindow(experiment, plan.Seed, index);
        using var json = new MemoryStream();
        PlanJson.Write(window, json);
        return new WindowRequest(window, json.ToArray(), $"{repeat} --set spec.soak.only={index}");
    };
}
