using System.Net.Sockets;
using ChaosService.Model.Randomness;
using ChaosService.Proxies.Tcp.Lanes;

namespace ChaosService.Proxies.Tcp.Toxics;

/// <summary>Limits the bandwidth of each connection.</summary>
/// <param name="BitsPerSecond">From 64 kbit to 1 gbit.</param>
internal sealed record BandwidthToxic(long BitsPerSecond) : Toxic
{
    public override Lane NewLane(SeededRandom random, TimeProvider time) => new BandwidthLane(BitsPerSecond / 8.0, time);

    /// <summary>Small pieces, so that the data flows slowly all the time instead of in bursts.</summary>
    private sealed class BandwidthLane(double bytesPerSecond, TimeProvider time) : Lane
    {
        private static readonly TimeSpan Piece = TimeSpan.FromMilliseconds(10);

        /// <summary>How much of a timer's delay is made up for.</summary>
        private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(20);

        private DateTimeOffset _free;

        protected override int ChunkBytes => (int)Math.Clamp(bytesPerSecond * Piece.TotalSeconds, 1, 64 << 10);

        protected override async ValueTask<bool> CarryAsync(Memory<byte> data, Socket to, CancellationToken stop)
        {
            var earliest = time.GetUtcNow() - Late;
            _free = (earliest > _free ? earliest : _free) + TimeSpan.FromSeconds(data.Length / bytesPerSecond);
            await Pace.UntilAsync(_free, time, stop);
            await to.SendAllAsync(data, stop);
            return true;
        }
    }
}
