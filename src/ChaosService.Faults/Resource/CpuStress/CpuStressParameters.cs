using ChaosService.Model.Faults;

namespace ChaosService.Faults.Resource.CpuStress;

/// <param name="Workers">Processes that spin. Default 1.</param>
/// <param name="Load">How much of the time each of them spins, from 0.05 to 1. Default 1.</param>
internal sealed record CpuStressParameters(int Workers, double Load) : FaultParameters
{
    public const int MostWorkers = 64;
    public const double LeastLoad = 0.05;

    /// <summary>How long the node is watched, some cycles of the workers'.</summary>
    public static readonly TimeSpan Watch = TimeSpan.FromSeconds(1);

    /// <summary>Of one core each.</summary>
    public double Cores => Workers * Load;

    public override TimeSpan LeastHold => 2 * Watch;

    public override string ToString() => Workers == 1 ? $"1 worker at {100 * Load:0.#} %" : $"{Workers} workers at {100 * Load:0.#} %";
}
