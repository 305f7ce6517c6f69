using System.Buffers;
using System.Net.Sockets;

namespace ChaosService.Proxies.Tcp.Lanes;

internal enum LaneEnd
{
    /// <summary>The sender has sent everything.</summary>
    Said,

    /// <summary>The lane passes nothing more, and the connection must end.</summary>
    Cut,

    /// <summary>One end of the connection is gone.</summary>
    Broken,
}

/// <summary>One direction of one connection: passes on the data of one end to the other, and manipulates it.</summary>
internal abstract class Lane
{
    /// <summary>The size of one read. Unread data waits in the kernel's buffers, so a slow receiver slows down the sender.</summary>
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

    /// <param name="data">May be modified in place.</param>
    /// <returns>False: nothing more must be passed on.</returns>
    protected abstract ValueTask<bool> CarryAsync(Memory<byte> data, Socket to, CancellationToken stop);
}
