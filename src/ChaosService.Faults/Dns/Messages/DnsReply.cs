using System.Buffers.Binary;
using System.Net;

namespace ChaosService.Faults.Dns.Messages;

/// <summary>What came back for a query.</summary>
/// <param name="Code">RFC 1035, 4.1.1.</param>
internal sealed record DnsReply(int Code, IReadOnlyList<IPAddress> Addresses)
{
    public const int NoError = 0;
    public const int ServerFailure = 2;
    public const int NoSuchName = 3;

    private static readonly string[] Codes = ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"];

    /// <summary>Null: it is no answer to the query of that id, or cannot be read.</summary>
    public static DnsReply? Read(ReadOnlySpan<byte> message, ushort id)
    {
        if (message.Length < DnsQuestion.HeaderBytes || BinaryPrimitives.ReadUInt16BigEndian(message) != id) return null;
        if ((message[2] & 0x80) == 0) return null;
        int questions = BinaryPrimitives.ReadUInt16BigEndian(message[4..]), answers = BinaryPrimitives.ReadUInt16BigEndian(message[6..]);
        var (at, addresses) = (DnsQuestion.HeaderBytes, new List<IPAddress>());
        for (; questions > 0; questions--) at = AfterName(message, at) + 4;
        for (; answers > 0; answers--)
        {
            at = AfterName(message, at);
            if (at + 10 > message.Length) return null;
            var type = BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
            int length = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 8)..]);
            if (at + 10 + length > message.Length) return null;
            if ((type, length) is (DnsQuestion.V4, 4) or (DnsQuestion.V6, 16)) addresses.Add(new(message.Slice(at + 10, length)));
            at += 10 + length;
        }
        return new(message[3] & 15, addresses);
    }

    /// <summary><c>172.18.0.3</c>, <c>NXDOMAIN</c>, <c>no address</c></summary>
    public override string ToString() => (Code, Addresses.Count) switch
    {
        (NoError, 0) => "no address",
        (NoError, _) => string.Join(", ", Addresses.Select(a => $"{a}").Order(StringComparer.Ordinal)),
        _ => Code < Codes.Length ? Codes[Code] : $"code {Code}",
    };

    /// <summary>A name ends with an empty label, or with a pointer to where the rest of it was written before.</summary>
    private static int AfterName(ReadOnlySpan<byte> message, int at)
    {
        while (at < message.Length)
        {
            var length = message[at];
            if (length == 0) return at + 1;
            if (length > 63) return at + 2;
            at += 1 + length;
        }
        return message.Length;
    }
}
