using System.Text.Json.Serialization;
using ChaosService.Model.Randomness;
using ChaosService.Proxies.Tcp.Lanes;

namespace ChaosService.Proxies.Tcp.Toxics;

/// <summary>A manipulation of a connection, under its Toxiproxy name. The values come from the plan.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "name")]
[JsonDerivedType(typeof(LatencyToxic), "latency")]
[JsonDerivedType(typeof(BandwidthToxic), "bandwidth")]
[JsonDerivedType(typeof(SlicerToxic), "slicer")]
[JsonDerivedType(typeof(LimitDataToxic), "limit-data")]
[JsonDerivedType(typeof(CorruptToxic), "corrupt")]
[JsonDerivedType(typeof(ResetToxic), "reset")]
[JsonDerivedType(typeof(TimeoutToxic), "timeout")]
[JsonDerivedType(typeof(HalfOpenToxic), "half-open")]
internal abstract record Toxic
{
    /// <summary>The lane of a direction that it applies to.</summary>
    /// <param name="random">The direction's own random stream.</param>
    public virtual Lane NewLane(SeededRandom random, TimeProvider time) => new PlainLane();

    /// <summary>How it ends the connection, whatever the two ends do; null: it does not.</summary>
    [JsonIgnore]
    public virtual Ending? Ending => null;
}
