using System.Net;
using System.Net.Http.Headers;
using System.Buffers.Binary;
using Google.Protobuf;

namespace ChaosService.Benchmarks.Service;

/// <summary>The same unary call again and again, over a few HTTP/2 connections.</summary>
internal sealed class GrpcCaller : IDisposable
{
    private readonly HttpMessageInvoker[] _connections;
    private readonly Uri _method;
    private readonly byte[] _frame;
    private int _next;

    public GrpcCaller(Uri address, int connections, string method, IMessage request)
    {
        _method = new Uri(address, method);
        _frame = new byte[5 + request.CalculateSize()];
        BinaryPrimitives.WriteInt32BigEndian(_frame.AsSpan(1), _frame.Length - 5);
        request.WriteTo(_frame.AsSpan(5));
        // Not a client for each but a handler for each: a client's extras (timeouts, defaults) would be measured with the service.
        _connections = [.. Enumerable.Range(0, connections).Select(_ =>
            new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null }))];
    }

    /// <summary>Throws unless the call ends with OK.</summary>
    public async Task CallAsync()
    {
        var connection = _connections[(uint)Interlocked.Increment(ref _next) % _connections.Length];
        using var request = new HttpRequestMessage(
            HttpMethod.Post, _method) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Content = new ByteArrayContent(_frame);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        using var response = await connection.SendAsync(request, CancellationToken.None);
        var length = (await response.Content.ReadAsByteArrayAsync()).Length;
        if (!response.TrailingHeaders.TryGetValues("grpc-status", out var status) || status.Single() != "0" || length < 5)
            throw new InvalidOperationException(
                $"a call ended with {(int)response.StatusCode}, {response.Headers}, {response.TrailingHeaders}");
    }

    public void Dispose()
    {
        foreach (var connection in _connections) connection.Dispose();
    }
}
