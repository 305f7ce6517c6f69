using System.Net.Sockets;
using ChaosService.Model.Randomness;
using ChaosService.Proxies.Tcp.Lanes;

namespace ChaosService.Proxies.Tcp.Toxics;

/// <summary>Data that was sent in one write arrives in small pieces.</summary>
/// <param name="Bytes">The maximum size of a piece.</param>
/// <param name="Delay">Between two pieces. From 1 ms: without a pause the pieces are joined again on their way.</param>
internal sealed record SlicerToxic(int Bytes, TimeSpan Delay) : Toxic
{
    public override Lane NewLane(SeededRandom random, TimeProvider time) => new SlicerLane(this, time);

    private sealed class SlicerLane(SlicerToxic toxic, TimeProvider time) : Lane
    {
        private bool _isFirst = true;

        protected override async ValueTask<bool> CarryAsync(Memory<byte> data, Socket to, CancellationToken stop)
        {
            for (; data.Length > 0; data = data[Math.Min(toxic.Bytes, data.Length)..])
            {
                if (!_isFirst) await Task.Delay(toxic.Delay, time, stop);
                _isFirst = false;
                await to.SendAllAsync(data[..Math.Min(toxic.Bytes, data.Length)], stop);
            }
            return true;
        }
    }
}
