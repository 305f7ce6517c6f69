using System.Buffers;

namespace ChaosService.Web.Access.Listening.Http2;

internal enum Protocol
{
    /// <summary>More bytes are needed to decide.</summary>
    Undecided,
    Http1,
    Http2,
}

/// <summary>
/// The first bytes of a client with prior knowledge of HTTP/2: a fixed preface, whose first word is not a method of HTTP/1.
/// </summary>
internal static class FirstBytes
{
    private static ReadOnlySpan<byte> Preface => "PRI "u8;

    public static Protocol Tell(in ReadOnlySequence<byte> buffer)
    {
        Span<byte> first = stackalloc byte[Preface.Length];
        var count = (int)Math.Min(buffer.Length, first.Length);
        buffer.Slice(0, count).CopyTo(first);
        if (!Preface.StartsWith(first[..count])) return Protocol.Http1;
        return count == Preface.Length ? Protocol.Http2 : Protocol.Undecided;
    }
}
