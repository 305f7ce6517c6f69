using System.Text.Json.Serialization;

namespace ChaosService.Faults.Network.State;

/// <summary>As the chosen node sees it.</summary>
[Flags]
[JsonConverter(typeof(JsonStringEnumConverter<Direction>))]
internal enum Direction
{
    Inbound = 1,
    Outbound = 2,
    Both = Inbound | Outbound,
}
