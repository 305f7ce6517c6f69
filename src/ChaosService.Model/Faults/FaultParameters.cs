using System.Text.Json.Serialization;

namespace ChaosService.Model.Faults;

/// <summary>
/// A fault kind's own parameters, validated. Derived records are plain values: they are written into the plan as they are.
/// </summary>
public abstract record FaultParameters
{
    /// <summary>
    /// How long the fault stays when its own parameters say so (a kill's <c>restartAfter</c>); null: the experiment's <c>for</c> says it.
    /// </summary>
    [JsonIgnore]
    public virtual TimeSpan? OwnHold => null;

    /// <summary>A fault that stays for less than this cannot be seen to act. Default zero: any time will do.</summary>
    [JsonIgnore]
    public virtual TimeSpan LeastHold => TimeSpan.Zero;
}
