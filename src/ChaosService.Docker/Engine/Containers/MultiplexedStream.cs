using System.Buffers;
using System.Buffers.Binary;

namespace ChaosService.Docker.Engine.Containers;

/// <summary>
/// A container's output. Without a terminal both of its streams come in one, in frames: one byte for the stream (1 out, 2 error),
/// three of nothing, four of length (big endian), then as many bytes.
/// </summary>
public sealed class MultiplexedStream(Stream inner, bool multiplexed) : IAsyncDisposable
{
    private const int HeaderBytes = 8;
    private const int ChunkBytes = 16 * 1024;

    public async Task CopyOutputToAsync(Stream output, Stream error, CancellationToken cancellationToken)
    {
        if (!multiplexed)
        {
            await inner.CopyToAsync(output, cancellationToken);
            return;
        }
        var header = new byte[HeaderBytes];
        while (await inner.ReadAtLeastAsync(header, HeaderBytes, throwOnEndOfStream: false, cancellationToken) == HeaderBytes)
            await CopyFrameAsync(BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4)), header[0] == 2 ? error : output, cancellationToken);
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async Task CopyFrameAsync(long length, Stream destination, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            for (var left = length; left > 0;)
            {
                var read = await inner.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, ChunkBytes)), cancellationToken);
                // The engine went away in the middle of a frame: what there is is kept.
                if (read == 0) return;
                await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                left -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
