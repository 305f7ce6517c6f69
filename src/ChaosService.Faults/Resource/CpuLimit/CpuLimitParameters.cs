using ChaosService.Model.Faults;

namespace ChaosService.Faults.Resource.CpuLimit;

/// <param name="Share">Of one core, from 0.01 to 1.</param>
internal sealed record CpuLimitParameters(double Share) : FaultParameters
{
    /// <summary>How long the node is watched, some periods of the scheduler's.</summary>
    public static readonly TimeSpan Watch = TimeSpan.FromSeconds(1);

    public override TimeSpan LeastHold => 2 * Watch;
}
