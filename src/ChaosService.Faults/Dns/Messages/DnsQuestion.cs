using System.Buffers.Binary;
using System.Text;

namespace ChaosService.Faults.Dns.Messages;

/// <summary>What a query asks (RFC 1035, 4.1): its header and its one question; the rest of it is nobody's business here.</summary>
/// <param name="End">Of the question in the message.</param>
internal sealed record DnsQuestion(DnsName Name, ushort Type, int End)
{
    public const int HeaderBytes = 12;
    public const ushort V4 = 1;
    public const ushort V6 = 28;

    private const ushort Internet = 1;

    /// <summary>QR and the opcode: both are zero in a query.</summary>
    private const int AnswerOrOtherOperation = 0xF8;

    /// <summary>
    /// Null for all else: an answer, several questions, another operation, a name in two pieces, bytes that are no message.
    /// </summary>
    public static DnsQuestion? Read(ReadOnlySpan<byte> message)
    {
        if (message.Length < HeaderBytes || (message[2] & AnswerOrOtherOperation) != 0) return null;
        if (BinaryPrimitives.ReadUInt16BigEndian(message[4..]) != 1) return null;
        var labels = new List<string>();
        var at = HeaderBytes;
        while (at < message.Length && message[at] != 0)
        {
            // The first two bits set would be a pointer to the rest of the name, which has nowhere to point to in a question.
            var length = message[at];
            if (length > 63 || at + 1 + length > message.Length) return null;
            labels.Add(Encoding.Latin1.GetString(message.Slice(at + 1, length)).ToLowerInvariant());
            at += 1 + length;
        }
        if (at + 5 > message.Length || at - HeaderBytes > 254) return null;
        var type = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 1)..]);
        var isInternet = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 3)..]) == Internet;
        return isInternet ? new(new(labels), type, at + 5) : null;
    }

    /// <summary>A query for a name, with recursion wanted.</summary>
    public static byte[] Write(ushort id, DnsName name, ushort type)
    {
        byte[] header = [(byte)(id >> 8), (byte)id, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        return [.. header, .. name.ToBytes(), (byte)(type >> 8), (byte)type, 0, (byte)Internet];
    }
}
