using System.Text.Json.Serialization;
using ChaosService.Model.Checks;

namespace ChaosService.Checking.Resources;

/// <param name="Memory">The allowed growth of a node's memory in the time <paramref name="Over"/>, as a share of its level. Default
/// 0.2.</param>
/// <param name="Fds">The same for open file descriptors. Default 0.2.</param>
/// <param name="Over">The time that the allowed growth refers to. A measurement of less than half of it is too short for a verdict. Default
/// 1 h.</param>
/// <param name="After">Warm-up that is excluded after each start of a node. Default 5 min.</param>
public sealed record ResourceTrendParameters(double Memory, double Fds, TimeSpan Over, TimeSpan After) : CheckParameters
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override bool OverWholeSoak => true;
}
