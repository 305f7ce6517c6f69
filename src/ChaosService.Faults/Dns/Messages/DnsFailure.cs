using System.Net;
using System.Text.Json.Serialization;

namespace ChaosService.Faults.Dns.Messages;

/// <summary>The outcome of a query for a name.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DnsFailure>))]
internal enum DnsFailure
{
    [JsonStringEnumMemberName("nxdomain")]
    NoSuchName,

    [JsonStringEnumMemberName("servfail")]
    ServerFailure,

    /// <summary>There is no answer.</summary>
    [JsonStringEnumMemberName("timeout")]
    Timeout,

    /// <summary>The name has this address and no other.</summary>
    [JsonStringEnumMemberName("wrong-address")]
    WrongAddress,
}

/// <summary>Answers that replace the true ones.</summary>
internal static class FalseAnswer
{
    /// <summary>A pointer to the name of the question.</summary>
    private static readonly byte[] SameName = [0xC0, DnsQuestion.HeaderBytes];

    /// <summary>
    /// Null: nothing is to be said. No answer may be kept (its time to live is zero, and a denial has no authority that gives it one), so
    /// that none of them outlives the fault in a cache that goes by the rules.
    /// </summary>
    /// <param name="address">Of <see cref="DnsFailure.WrongAddress"/>; null with the others.</param>
    public static byte[]? To(ReadOnlySpan<byte> query, DnsQuestion question, DnsFailure failure, IPAddress? address)
    {
        if (failure == DnsFailure.Timeout) return null;
        byte[] record = address is not null && TypeOf(address) == question.Type ? Record(address) : [];
        var code = failure switch
        {
            DnsFailure.NoSuchName => DnsReply.NoSuchName, DnsFailure.ServerFailure => DnsReply.ServerFailure, _ => DnsReply.NoError,
        };
        // It is an answer, recursion was wanted as the query says, and is there.
        byte[] flags = [(byte)(0x80 | (query[2] & 1)), (byte)(0x80 | code)];
        byte[] counts = [0, 1, 0, (byte)(record.Length > 0 ? 1 : 0), 0, 0, 0, 0];
        return [.. query[..2], .. flags, .. counts, .. query[DnsQuestion.HeaderBytes..question.End], .. record];
    }

    /// <summary>What a query must ask for to be told this address.</summary>
    public static ushort TypeOf(IPAddress address) =>
        address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? DnsQuestion.V6 : DnsQuestion.V4;

    private static byte[] Record(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return [.. SameName, 0, (byte)TypeOf(address), 0, 1, 0, 0, 0, 0, 0, (byte)bytes.Length, .. bytes];
    }
}
