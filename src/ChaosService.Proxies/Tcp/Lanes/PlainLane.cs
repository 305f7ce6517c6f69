using System.Net.Sockets;

namespace ChaosService.Proxies.Tcp.Lanes;

/// <summary>Passes everything on unchanged.</summary>
internal sealed class PlainLane : Lane
{
    protected override async ValueTask<bool> CarryAsync(Memory<byte> data, Socket to, CancellationToken stop)
    {
        await to.SendAllAsync(data, stop);
        return true;
    }
}
