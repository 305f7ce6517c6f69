using System.Net.Sockets;
using ChaosService.Model.Randomness;
using ChaosService.Proxies.Tcp.Lanes;

namespace ChaosService.Proxies.Tcp.Toxics;

/// <summary>Turns a bit over in some of the bytes. The checksums of TCP are right: nobody but the two who talk can notice.</summary>
/// <param name="Share">Of all bytes, from above 0 to 1.</param>
internal sealed record CorruptToxic(double Share) : Toxic
{
    public override Lane NewLane(SeededRandom random, TimeProvider time) => new CorruptLane(Share, random);

    /// <summary>Byte by byte, so that the same bytes are hit however the stream was cut into pieces.</summary>
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
