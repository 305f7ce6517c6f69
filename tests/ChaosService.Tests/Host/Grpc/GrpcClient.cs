using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Runtime.CompilerServices;
using ChaosService.Host.Grpc.Protocol;
using ChaosService.Tests.Engine.Fakes;
using Google.Protobuf;

namespace ChaosService.Tests.Host.Grpc;

/// <summary>Calls methods over a real HTTP/2 connection, and shows of the answer what a library hides.</summary>
internal sealed class GrpcClient(Uri address, string? token = null, SslClientAuthenticationOptions? tls = null) : IDisposable
{
    public const string Chaos = "/chaosservice.v1.ChaosService/";

    private readonly HttpClient _http = new(new SocketsHttpHandler { EnableMultipleHttp2Connections = true, SslOptions = tls ?? new SslClientAuthenticationOptions() })
    {
        BaseAddress = address,
        Timeout = Wait.Limit,
    };

    public static byte[] Frame(IMessage message)
    {
        var frame = new ArrayBufferWriter<byte>();
        MessageFrames.Write(frame, message);
        return frame.WrittenSpan.ToArray();
    }

    public static byte[] Frame(byte flag, byte[] payload) =>
        [flag, (byte)(payload.Length >> 24), (byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, .. payload];

    public Task<GrpcAnswer<T>> CallAsync<T>(string method, IMessage request, params (string Name, string Value)[] headers) where T : class, IMessage<T>, new() =>
        SendAsync<T>(method, Frame(request), headers);

    public async Task<GrpcAnswer<T>> SendAsync<T>(string method, byte[] body, params (string Name, string Value)[] headers) where T : class, IMessage<T>, new()
    {
        using var response = await OpenAsync(method, body, TestContext.Current.CancellationToken, headers);
        return await GrpcAnswer<T>.ReadAsync(response);
    }

    /// <summary>Returns with the headers.</summary>
    public Task<HttpResponseMessage> OpenAsync(string method, byte[] body, CancellationToken cancel, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, method.StartsWith('/') ? method : Chaos + method)
        {
            Content = new ByteArrayContent(body),
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.ParseAdd("trailers");
        if (token is not null) request.Headers.TryAddWithoutValidation("authorization", $"Bearer {token}");
        foreach (var (name, value) in headers)
        {
            if (name == "content-type") request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            else request.Headers.TryAddWithoutValidation(name, value);
        }
        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
    }

    /// <summary>A stream's messages, as they come.</summary>
    public async IAsyncEnumerable<T> StreamAsync<T>(string method, IMessage request, [EnumeratorCancellation] CancellationToken cancel = default) where T : class, IMessage<T>, new()
    {
        using var response = await OpenAsync(method, Frame(request), cancel);
        await foreach (var message in GrpcAnswer<T>.MessagesAsync(await response.Content.ReadAsStreamAsync(cancel), cancel)) yield return message;
        Assert.Equal("0", GrpcAnswer<T>.Header(response, "grpc-status"));
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>What came back.</summary>
/// <param name="TrailersOnly">The status came instead of a response, not after one.</param>
internal sealed record GrpcAnswer<T>(StatusCode Code, string Message, IReadOnlyList<T> Messages, bool TrailersOnly, ChaosService.Contracts.Rpc.Status? Details, HttpResponseHeaders Headers)
    where T : class, IMessage<T>, new()
{
    public T Single => Code == StatusCode.OK ? Assert.Single(Messages) : throw new InvalidOperationException($"{Code}: {Message}");

    public TDetail Detail<TDetail>() where TDetail : class, IMessage<TDetail>, new() => Details!.Details.Select(d => d.TryUnpack<TDetail>(out var found) ? found : null).OfType<TDetail>().Single();

    public static async Task<GrpcAnswer<T>> ReadAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/grpc", response.Content.Headers.ContentType?.MediaType);
        List<T> messages = [];
        await foreach (var message in MessagesAsync(await response.Content.ReadAsStreamAsync(), TestContext.Current.CancellationToken)) messages.Add(message);
        var code = (StatusCode)int.Parse(Header(response, "grpc-status")!, CultureInfo.InvariantCulture);
        var details = Header(response, "grpc-status-details-bin") is { } text ? ChaosService.Contracts.Rpc.Status.Parser.ParseFrom(Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='))) : null;
        return new(code, Uri.UnescapeDataString(Header(response, "grpc-message") ?? ""), messages, response.Headers.Contains("grpc-status"), details, response.Headers);
    }

    public static string? Header(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.TryGetValues(name, out var trailers) ? trailers.Single() : response.Headers.TryGetValues(name, out var headers) ? headers.Single() : null;

    public static async IAsyncEnumerable<T> MessagesAsync(Stream body, [EnumeratorCancellation] CancellationToken cancel)
    {
        var prefix = new byte[MessageFrames.PrefixBytes];
        while (await body.ReadAtLeastAsync(prefix, prefix.Length, throwOnEndOfStream: false, cancel) == prefix.Length)
        {
            Assert.Equal(0, prefix[0]);
            var payload = new byte[(prefix[1] << 24) | (prefix[2] << 16) | (prefix[3] << 8) | prefix[4]];
            await body.ReadExactlyAsync(payload, cancel);
            yield return new MessageParser<T>(() => new T()).ParseFrom(payload);
        }
    }
}
