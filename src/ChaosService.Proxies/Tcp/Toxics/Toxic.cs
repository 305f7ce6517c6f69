using System.Text.Json.Serialization;
using ChaosService.Model.Randomness;
using ChaosService.Proxies.Tcp.Lanes;

namespace ChaosService.Proxies.Tcp.Toxics;

/// <summary>What is done to a connection, by the name that Toxiproxy gave it. The values are the plan's.</summary>
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
    /// <summary>What it does to a direction that it is for.</summary>
    /// <param name="random">The direction's own.</param>
    public virtual Lane NewLane(SeededRandom random, TimeProvider time) => new PlainLane();

    /// <summary>How the connection ends whatever its ends want; null: as they want.</summary>
    [JsonIgnore]
    public virtual Ending? Ending => null;
}
