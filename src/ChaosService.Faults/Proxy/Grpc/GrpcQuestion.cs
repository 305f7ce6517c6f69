using System.Buffers.Binary;
using System.Net;
using ChaosService.Proxies.Http.Grpc;

namespace ChaosService.Faults.Proxy.Grpc;

/// <summary>A call of ours with numbered messages: a flag, a length, and the number (gRPC over HTTP/2, Length-Prefixed-Message).</summary>
internal static class GrpcQuestion
{
    private const int HeadBytes = 5;
    private const int MessageBytes = HeadBytes + sizeof(int);

    public static HttpRequestMessage New(IPEndPoint server, int messages)
    {
        var content = new ByteArrayContent([.. Enumerable.Range(1, messages).SelectMany(Message)]);
        content.Headers.TryAddWithoutValidation("Content-Type", GrpcFault.ContentType);
        return new(HttpMethod.Post, $"http://{server}/chaosservice.Probe/Echo")
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = content,
            Headers = { { "te", "trailers" } },
        };
    }

    /// <summary>The numbers of the messages that came back whole.</summary>
    public static IReadOnlyList<int> Numbers(byte[] body) =>
        [.. body.Chunk(MessageBytes).Where(m => m.Length == MessageBytes)
            .Select(m => BinaryPrimitives.ReadInt32BigEndian(m.AsSpan(HeadBytes)))];

    private static byte[] Message(int number)
    {
        var message = new byte[MessageBytes];
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), sizeof(int));
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(HeadBytes), number);
        return message;
    }
}
