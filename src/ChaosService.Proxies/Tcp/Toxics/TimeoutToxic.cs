using System.Net.Sockets;
using ChaosService.Model.Randomness;
using ChaosService.Proxies.Tcp.Lanes;

namespace ChaosService.Proxies.Tcp.Toxics;

/// <summary>What is said does not arrive; the connection stays.</summary>
/// <param name="After">Then it is closed; null: never.</param>
internal sealed record TimeoutToxic(TimeSpan? After) : Toxic
{
    public override Ending? Ending => After is { } after ? new(EndingKind.Close, after) : null;

    public override Lane NewLane(SeededRandom random, TimeProvider time) => new SilentLane();

    private sealed class SilentLane : Lane
    {
        protected override ValueTask<bool> CarryAsync(Memory<byte> data, Socket to, CancellationToken stop) => new(true);
    }
}
