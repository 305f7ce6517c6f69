using System.Buffers;
using System.Buffers.Binary;
using Google.Protobuf;

namespace ChaosService.Host.Grpc.Protocol;

/// <summary>Messages as they lie in the stream: a byte that says whether it is compressed, four with the length, the message.</summary>
internal static class MessageFrames
{
    public const int PrefixBytes = 5;

    /// <summary>Takes the first frame off the buffer. False: more of it is to come.</summary>
    public static bool TryTake(ref ReadOnlySequence<byte> buffer, int bytesMax, out bool compressed, out ReadOnlySequence<byte> payload)
    {
        (compressed, payload) = (false, default);
        if (buffer.Length < PrefixBytes) return false;
        Span<byte> prefix = stackalloc byte[PrefixBytes];
        buffer.Slice(0, PrefixBytes).CopyTo(prefix);
        if (prefix[0] > 1) throw new RpcException(StatusCode.Internal, $"a message begins with {prefix[0]}, where 0 or 1 says whether it is compressed");
        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        // Refused by what it says, before any of it is kept.
        if (length > bytesMax) throw TooLarge(length, bytesMax);
        if (buffer.Length < PrefixBytes + length) return false;
        compressed = prefix[0] == 1;
        payload = buffer.Slice(PrefixBytes, length);
        buffer = buffer.Slice(PrefixBytes + length);
        return true;
    }

    /// <returns>How many bytes that took.</returns>
    public static int Write(IBufferWriter<byte> output, IMessage message)
    {
        var size = message.CalculateSize();
        var frame = output.GetSpan(PrefixBytes + size)[..(PrefixBytes + size)];
        frame[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(frame[1..], size);
        message.WriteTo(frame[PrefixBytes..]);
        output.Advance(frame.Length);
        return frame.Length;
    }

    public static RpcException TooLarge(long bytes, int bytesMax) =>
        new(StatusCode.ResourceExhausted, $"a message has {bytes} bytes, and {bytesMax} is the most that is taken (bodyLimitKib)");
}
