using System.Text.Json.Serialization;

namespace ChaosService.Faults.Network.Partition;

/// <summary>How a partition splits the nodes of <c>on:</c>. All names but the first are Jepsen's.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PartitionShape>))]
internal enum PartitionShape
{
    /// <summary>The nodes stay together and are cut off from <c>from:</c>.</summary>
    [JsonStringEnumMemberName("isolate")]
    Isolate,

    /// <summary>Two sides of the same size, or of sizes that differ by one.</summary>
    [JsonStringEnumMemberName("halves")]
    Halves,

    /// <summary>The smallest side with a majority, and the rest.</summary>
    [JsonStringEnumMemberName("majority-minority")]
    MajorityMinority,

    /// <summary>Two sides that cannot reach each other, and one node that reaches both.</summary>
    [JsonStringEnumMemberName("bridge")]
    Bridge,

    /// <summary>Each node reaches a majority, and no two reach the same one.</summary>
    [JsonStringEnumMemberName("majorities-ring")]
    MajoritiesRing,

    /// <summary>Each node is put on one of two sides at random, neither of them empty.</summary>
    [JsonStringEnumMemberName("random")]
    Random,

    /// <summary>Each of the nodes is alone; the other members keep together.</summary>
    [JsonStringEnumMemberName("primaries")]
    Primaries,
}
