using System.Net.Sockets;
using ChaosService.Model.Randomness;
using ChaosService.Proxies.Tcp.Lanes;

namespace ChaosService.Proxies.Tcp.Toxics;

/// <summary>Data does not arrive; the connection stays open.</summary>
/// <param name="After">The connection is closed after this time; null: never.</param>
internal sealed record TimeoutToxic(TimeSpan? After) : Toxic
{
    public override Ending? Ending => After is { } after ? new(EndingKind.Close, after) : null;

    public override Lane NewLane(SeededRandom random, TimeProvider time) => new SilentLane();

    private sealed class SilentLane : Lane
    {
        protected override ValueTask<bool> CarryAsync(Memory<byte> data, Socket to, CancellationToken stop) => new(true);
    }
}
