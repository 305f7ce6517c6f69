using System.Buffers;
using System.Net.Sockets;

namespace ChaosService.Proxies.Tcp.Lanes;

internal enum LaneEnd
{
    /// <summary>The sender has said all that it had to say.</summary>
    Said,

    /// <summary>The lane lets nothing more through, and the connection is to end.</summary>
    Cut,

    /// <summary>An end of the connection is gone.</summary>
    Broken,
}

/// <summary>One direction of one connection: carries what one end says to the other, and does something to it on the way.</summary>
internal abstract class Lane
{
    /// <summary>How much is read at once. What is not taken waits in the kernel's buffers, and a slow receiver slows a sender.</summary>
    protected virtual int ChunkBytes => 64 << 10;

    public virtual async Task<LaneEnd> RunAsync(Socket from, Socket to, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            while (true)
            {
                var count = await from.ReceiveAsync(buffer.AsMemory(0, ChunkBytes), SocketFlags.None, stop);
                if (count == 0) return LaneEnd.Said;
                if (!await CarryAsync(buffer.AsMemory(0, count), to, stop)) return LaneEnd.Cut;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <param name="data">May be changed on the way.</param>
    /// <returns>False: nothing more is to be carried.</returns>
    protected abstract ValueTask<bool> CarryAsync(Memory<byte> data, Socket to, CancellationToken stop);
}
