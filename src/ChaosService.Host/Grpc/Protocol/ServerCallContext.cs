using Microsoft.AspNetCore.Http;

namespace ChaosService.Host.Grpc.Protocol;

/// <summary>One call, as its method sees it.</summary>
internal sealed class ServerCallContext : IDisposable
{
    private readonly HttpContext _http;
    private readonly CancellationTokenSource? _deadline;
    private readonly CancellationTokenSource? _ended;
    private Metadata? _requestHeaders;
    private Metadata? _responseTrailers;

    /// <param name="stopping">Null: the call is short, and may end although the service stops.</param>
    public ServerCallContext(HttpContext http, TimeProvider time, CancellationToken? stopping)
    {
        (_http, Deadline, CancellationToken) = (http, DateTime.MaxValue, http.RequestAborted);
        if (http.Request.Headers[GrpcHeaders.Timeout] is [{ Length: > 0 } text, ..])
        {
            if (!TimeoutText.TryParse(text, out var timeout)) throw new RpcException(StatusCode.Internal, $"{GrpcHeaders.Timeout} is no time: '{text}'; write such as 1500m");
            Deadline = time.GetUtcNow().UtcDateTime + timeout;
            _deadline = new CancellationTokenSource(timeout, time);
        }
        if (_deadline is null && stopping is null) return;
        _ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, _deadline?.Token ?? default, stopping ?? default);
        CancellationToken = _ended.Token;
    }

    /// <summary>As in the address: <c>/package.Service/Method</c>.</summary>
    public string Method => _http.Request.Path.Value ?? "";

    public string Host => _http.Request.Host.Value ?? "";

    /// <summary>Such as <c>ipv4:127.0.0.1:40000</c>.</summary>
    public string Peer => _http.Connection.RemoteIpAddress is { } address
        ? $"{(address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"ipv6:[{address}]" : $"ipv4:{address}")}:{_http.Connection.RemotePort}"
        : "unknown";

    /// <summary>In UTC; <see cref="DateTime.MaxValue"/>: none.</summary>
    public DateTime Deadline { get; }

    public bool DeadlineExceeded => _deadline?.IsCancellationRequested == true;

    /// <summary>The deadline is over, the caller is gone or does not want it any more, or the service stops.</summary>
    public CancellationToken CancellationToken { get; }

    public Metadata RequestHeaders => _requestHeaders ??= Metadata.Of(_http.Request.Headers);

    /// <summary>Go out with the status.</summary>
    public Metadata ResponseTrailers => _responseTrailers ??= [];

    /// <summary>What the call ends with when its method returns.</summary>
    public Status Status { get; set; } = Status.DefaultSuccess;

    /// <summary>Once, before the first message. Without it the headers go out with that message.</summary>
    public Task WriteResponseHeadersAsync(Metadata responseHeaders)
    {
        if (_http.Response.HasStarted) throw new InvalidOperationException("the response's headers are out already");
        responseHeaders.CopyTo(_http.Response.Headers);
        return _http.Response.BodyWriter.FlushAsync(CancellationToken).AsTask();
    }

    public HttpContext GetHttpContext() => _http;

    /// <summary>The status ends the response. Before anything was sent the headers carry one that is not OK, and there is no body.</summary>
    public void End(Status status, Metadata? trailers = null)
    {
        var response = _http.Response;
        Metadata? all = _responseTrailers is null ? trailers : [.. _responseTrailers, .. trailers ?? []];
        if (status.StatusCode == StatusCode.OK || response.HasStarted || response.BodyWriter.UnflushedBytes > 0) StatusAnswer.WriteTrailers(response, status, all);
        else StatusAnswer.WriteOnly(response, status, all);
    }

    public void Dispose()
    {
        _ended?.Dispose();
        _deadline?.Dispose();
    }
}
