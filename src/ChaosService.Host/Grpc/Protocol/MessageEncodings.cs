using System.Buffers;
using System.IO.Compression;

namespace ChaosService.Host.Grpc.Protocol;

/// <summary>Compression of single messages. Callers may compress; what we send is small and goes out as it is.</summary>
internal static class MessageEncodings
{
    public const string Accepted = "identity,gzip,deflate";
    private const string Identity = "identity";

    /// <summary>Throws when the caller's messages could not be read.</summary>
    public static void Require(string? encoding)
    {
        if (encoding is not (null or "" or Identity or "gzip" or "deflate"))
            throw new RpcException(StatusCode.Unimplemented, $"messages in the encoding '{encoding}' cannot be read; send one of: {Accepted}");
    }

    /// <param name="bytesMax">A few bytes may unfold to gigabytes: reading stops there.</param>
    public static ReadOnlySequence<byte> Decode(string? encoding, in ReadOnlySequence<byte> payload, int bytesMax)
    {
        using var compressed = new MemoryStream(payload.ToArray());
        using var decoder = Decoder(encoding, compressed);
        var plain = new ArrayBufferWriter<byte>();
        try
        {
            while (decoder.Read(plain.GetSpan(4096)) is > 0 and var count)
            {
                plain.Advance(count);
                if (plain.WrittenCount > bytesMax) throw MessageFrames.TooLarge(plain.WrittenCount, bytesMax);
            }
        }
        catch (InvalidDataException)
        {
            throw new RpcException(StatusCode.Internal, $"the message is not what its encoding '{encoding}' says");
        }
        return new ReadOnlySequence<byte>(plain.WrittenMemory);
    }

    private static Stream Decoder(string? encoding, Stream compressed) => encoding switch
    {
        "gzip" => new GZipStream(compressed, CompressionMode.Decompress),
        "deflate" => new ZLibStream(compressed, CompressionMode.Decompress),
        _ => throw new RpcException(StatusCode.Internal, $"the message is marked as compressed, and {GrpcHeaders.Encoding} does not say how"),
    };
}
