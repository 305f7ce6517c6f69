using System.Text.Json.Serialization;

namespace ChaosService.Model.Faults;

/// <summary>
/// A fault kind's own parameters, validated. Derived records are plain values: they are written into the plan as they are.
/// </summary>
public abstract record FaultParameters
{
    /// <summary>
    /// How long the fault lasts when its own parameters say so (a kill's <c>restartAfter</c>); null: the experiment's <c>for</c> says it.
    /// </summary>
    [JsonIgnore]
    public virtual TimeSpan? OwnHold => null;

    /// <summary>A fault that lasts less than this cannot be proven. Default zero: any time is enough.</summary>
    [JsonIgnore]
    public virtual TimeSpan LeastHold => TimeSpan.Zero;
}
