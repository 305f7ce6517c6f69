using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;

namespace ChaosService.Tests.Web.Grpc;

/// <summary>Calls over plain HTTP/2: sends what no library sends, and shows of the answer what a library hides.</summary>
internal sealed class GrpcWire(Uri address) : IDisposable
{
    private const string Chaos = "/chaosservice.v1.ChaosService/";

    private readonly HttpClient _http = new(new SocketsHttpHandler()) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };

    public static byte[] Frame(IMessage message) => Frame(0, message.ToByteArray());

    public static byte[] Frame(byte flag, byte[] payload)
    {
        var frame = new byte[GrpcAnswer.PrefixBytes + payload.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), payload.Length);
        payload.CopyTo(frame, GrpcAnswer.PrefixBytes);
        return frame;
    }

    public async Task<GrpcAnswer> SendAsync(string method, byte[] body, params (string Name, string Value)[] headers)
    {
        using var response = await OpenAsync(method, body, TestContext.Current.CancellationToken, headers);
        return await GrpcAnswer.ReadAsync(response);
    }

    /// <summary>Returns with the headers.</summary>
    public Task<HttpResponseMessage> OpenAsync(
        string method, byte[] body, CancellationToken cancel, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, method.StartsWith('/') ? method : Chaos + method)
        {
            Content = new ByteArrayContent(body),
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.ParseAdd("trailers");
        foreach (var (name, value) in headers)
        {
            if (name == "content-type") request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            else request.Headers.TryAddWithoutValidation(name, value);
        }
        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>What came back.</summary>
/// <param name="TrailersOnly">The status came instead of a response, not after one.</param>
internal sealed record GrpcAnswer(
    StatusCode Code, string Message, IReadOnlyList<byte[]> Messages, bool TrailersOnly, HttpResponseHeaders Headers)
{
    public const int PrefixBytes = 5;

    public static async Task<GrpcAnswer> ReadAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/grpc", response.Content.Headers.ContentType?.MediaType);
        List<byte[]> messages = [];
        var body = await response.Content.ReadAsStreamAsync();
        await foreach (var message in MessagesAsync(body, TestContext.Current.CancellationToken)) messages.Add(message);
        var code = (StatusCode)int.Parse(Header(response, "grpc-status")!, CultureInfo.InvariantCulture);
        var text = Uri.UnescapeDataString(Header(response, "grpc-message") ?? "");
        return new(code, text, messages, response.Headers.Contains("grpc-status"), response.Headers);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.TryGetValues(name, out var trailers) ? trailers.Single()
        : response.Headers.TryGetValues(name, out var headers) ? headers.Single()
        : null;

    private static async IAsyncEnumerable<byte[]> MessagesAsync(Stream body, [EnumeratorCancellation] CancellationToken cancel)
    {
        var prefix = new byte[PrefixBytes];
        while (await body.ReadAtLeastAsync(prefix, prefix.Length, throwOnEndOfStream: false, cancel) == prefix.Length)
        {
            Assert.Equal(0, prefix[0]);
            var payload = new byte[BinaryPrimitives.ReadInt32BigEndian(prefix.AsSpan(1))];
            await body.ReadExactlyAsync(payload, cancel);
            yield return payload;
        }
    }
}
