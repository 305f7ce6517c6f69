using System.Text.Json.Serialization;

namespace ChaosService.Faults.Network.State;

/// <summary>What happens to a packet that is cut.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CutMode>))]
internal enum CutMode
{
    /// <summary>It is silently dropped, as when a cable is pulled.</summary>
    [JsonStringEnumMemberName("drop")]
    Drop,

    /// <summary>Its sender is told at once, with a TCP reset or an ICMP port unreachable, as by a firewall.</summary>
    [JsonStringEnumMemberName("reject")]
    Reject,
}
