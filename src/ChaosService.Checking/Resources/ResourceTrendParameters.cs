using System.Text.Json.Serialization;
using ChaosService.Model.Checks;

namespace ChaosService.Checking.Resources;

/// <param name="Memory">Growth of a node's memory that is still allowed in the time <paramref name="Over"/>, as a share of what it holds.
/// Default 0.2.</param>
/// <param name="Fds">The same for open file descriptors. Default 0.2.</param>
/// <param name="Over">The time that the allowed growth is for. Less than half of it measured is too little to tell. Default 1 h.</param>
/// <param name="After">Warm-up that is left out after each start of a node. Default 5 min.</param>
public sealed record ResourceTrendParameters(double Memory, double Fds, TimeSpan Over, TimeSpan After) : CheckParameters
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override bool OverWholeSoak => true;
}
