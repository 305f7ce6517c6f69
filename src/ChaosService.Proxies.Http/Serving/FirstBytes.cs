using System.Buffers;

namespace ChaosService.Proxies.Http.Serving;

/// <summary>Detects the protocol from the first bytes.</summary>
internal static class FirstBytes
{
    /// <summary>This many bytes are always enough.</summary>
    public const int Enough = 24;

    /// <summary>The record type of a handshake (RFC 8446, 5.1), with which every TLS client begins.</summary>
    private const byte TlsHandshake = 22;

    private const int SettingsFrame = 4;

    /// <summary>The bytes of a token, such as a method (RFC 9110, 5.6.2).</summary>
    private static readonly SearchValues<byte> TokenBytes = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n"u8;

    /// <summary>HTTP/2 begins with a preface whose first word is not a method of HTTP/1; HTTP/1 begins with a method and a space.</summary>
    public static Protocol OfClient(ReadOnlySpan<byte> first)
    {
        if (first.IsEmpty) return Protocol.Undecided;
        if (first[0] == TlsHandshake) return Protocol.Tls;
        if (first.StartsWith(Preface)) return Protocol.Http2;
        if (Preface.StartsWith(first)) return Protocol.Undecided;
        var end = first.IndexOfAnyExcept(TokenBytes);
        if (end < 0) return first.Length < Enough ? Protocol.Undecided : Protocol.Other;
        return end > 0 && first[end] == ' ' ? Protocol.Http1 : Protocol.Other;
    }

    /// <summary>An HTTP server waits for the client; some send their HTTP/2 settings (RFC 9113, 6.5) at once.</summary>
    public static bool IsGreetingOfHttp2(ReadOnlySpan<byte> first) =>
        first.Length >= 9 && first[3] == SettingsFrame && first[4..9].IndexOfAnyExcept((byte)0) < 0;
}
