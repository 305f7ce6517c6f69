using System.Net.Sockets;
using ChaosService.Model.Randomness;
using ChaosService.Proxies.Tcp.Lanes;

namespace ChaosService.Proxies.Tcp.Toxics;

/// <summary>Closes a connection after this many bytes.</summary>
internal sealed record LimitDataToxic(long Bytes) : Toxic
{
    public override Lane NewLane(SeededRandom random, TimeProvider time) => new LimitLane(Bytes);

    private sealed class LimitLane(long left) : Lane
    {
        private long _left = left;

        protected override async ValueTask<bool> CarryAsync(Memory<byte> data, Socket to, CancellationToken stop)
        {
            var count = (int)Math.Min(_left, data.Length);
            _left -= count;
            await to.SendAllAsync(data[..count], stop);
            return _left > 0;
        }
    }
}
