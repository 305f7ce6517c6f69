using System.Text.Json.Serialization;

namespace ChaosService.Faults.Network.Partition;

/// <summary>How a partition divides the nodes of <c>on:</c>. All but the first are in Jepsen's words.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PartitionShape>))]
internal enum PartitionShape
{
    /// <summary>The nodes keep together and are cut off from <c>from:</c>.</summary>
    [JsonStringEnumMemberName("isolate")]
    Isolate,

    /// <summary>Two sides of the same size, or of sizes that differ by one.</summary>
    [JsonStringEnumMemberName("halves")]
    Halves,

    /// <summary>The smallest side with a majority, and the rest.</summary>
    [JsonStringEnumMemberName("majority-minority")]
    MajorityMinority,

    /// <summary>Two sides that do not hear each other, and one node that hears both.</summary>
    [JsonStringEnumMemberName("bridge")]
    Bridge,

    /// <summary>Each node hears a majority, and no two hear the same one.</summary>
    [JsonStringEnumMemberName("majorities-ring")]
    MajoritiesRing,

    /// <summary>Each node is put on one of two sides by chance, neither empty.</summary>
    [JsonStringEnumMemberName("random")]
    Random,

    /// <summary>Each of the nodes is alone; the other members keep together.</summary>
    [JsonStringEnumMemberName("primaries")]
    Primaries,
}
