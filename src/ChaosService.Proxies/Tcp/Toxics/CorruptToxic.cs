using System.Net.Sockets;
using ChaosService.Model.Randomness;
using ChaosService.Proxies.Tcp.Lanes;

namespace ChaosService.Proxies.Tcp.Toxics;

/// <summary>Flips a bit in some of the bytes. The TCP checksums are correct: only the two ends can notice.</summary>
/// <param name="Share">The share of all bytes, from above 0 to 1.</param>
internal sealed record CorruptToxic(double Share) : Toxic
{
    public override Lane NewLane(SeededRandom random, TimeProvider time) => new CorruptLane(Share, random);

    /// <summary>Byte by byte, so that the same bytes are hit however the stream was split.</summary>
    private sealed class CorruptLane(double share, SeededRandom random) : Lane
    {
        protected override async ValueTask<bool> CarryAsync(Memory<byte> data, Socket to, CancellationToken stop)
        {
            Damage(data.Span);
            await to.SendAllAsync(data, stop);
            return true;
        }

        private void Damage(Span<byte> data)
        {
            foreach (ref var value in data)
                if (random.NextDouble() < share) value ^= (byte)(1 << random.Next(8));
        }
    }
}
