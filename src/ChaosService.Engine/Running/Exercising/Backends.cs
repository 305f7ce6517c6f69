using ChaosService.Engine.Running.Requests;
using ChaosService.Model;
using ChaosService.Model.Plans;

namespace ChaosService.Engine.Running.Exercising;

/// <summary>Checks, before anything is touched, that this machine supports every fault of a plan.</summary>
internal static class Backends
{
    /// <summary>
    /// The environment with the backend of each fault kind added. Throws <see cref="FaultUnavailableException"/> naming all that are
    /// missing.
    /// </summary>
    public static async Task<IReadOnlyList<KeyValuePair<string, string>>> RequireAsync(
        Plan plan, Catalog catalog, IReadOnlyList<KeyValuePair<string, string>> environment, CancellationToken stop)
    {
        var result = environment.ToList();
        var missing = new List<string>();
        foreach (var kind in (plan.Soak?.FaultKinds ?? plan.Faults.Select(f => f.Kind)).Distinct())
        {
            var availability = await catalog.Faults[kind].ProbeAsync(stop);
            if (availability.Available) result.Add(new($"{kind} backend", availability.Detail));
            else missing.Add($"{kind}: {availability.Detail}");
        }
        return missing.Count == 0
            ? result
            : throw new FaultUnavailableException(
                $"this machine cannot inject {string.Join("; ", missing)}; `chaosctl doctor` tells what it can do");
    }
}
