using ChaosService.Faults.Network.State;

namespace ChaosService.Faults.Network.Shaping;

/// <summary>One class of packets that the kernel holds up.</summary>
/// <param name="Shape">Null: another process says how long.</param>
/// <param name="Packets">How many it has taken since it was made.</param>
internal sealed record HeldPackets(Shape? Shape, long Packets);
