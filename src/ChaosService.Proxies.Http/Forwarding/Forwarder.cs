using ChaosService.Proxies.Http.Calls;
using ChaosService.Proxies.Http.Serving;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Forwarder;

namespace ChaosService.Proxies.Http.Forwarding;

/// <summary>
/// Forwards a request and its answer in the client's HTTP version. Errors behind the proxy look as they would without it: the client is
/// reset, and never gets an invented answer.
/// </summary>
internal sealed class Forwarder(IHttpForwarder forwarder)
{
    /// <summary>It is never resolved: the connection already exists.</summary>
    private const string Server = "http://server";

    private static readonly AsItIs Transformer = new();
    private static readonly ForwarderRequestConfig Http1 = Config(System.Net.HttpVersion.Version11);
    private static readonly ForwarderRequestConfig Http2 = Config(System.Net.HttpVersion.Version20);

    public static Forwarder New(TimeProvider time)
    {
        using var parts = new ServiceCollection().AddLogging().AddSingleton(time).AddHttpForwarder().BuildServiceProvider();
        return new(parts.GetRequiredService<IHttpForwarder>());
    }

    public async Task AnswerAsync(HttpContext context)
    {
        var connection = context.Features.GetRequiredFeature<ProxiedConnection>();
        var call = new Call();
        context.Features.Set(call);
        var config = HttpProtocol.IsHttp2(context.Request.Protocol) ? Http2 : Http1;
        var error = await forwarder.SendAsync(context, Server, connection.Onward, config, Transformer);
        if (call.End == CallEnd.Cut) await CutAsync(context.Response);
        if (call.End == CallEnd.Reset) connection.Reset();
        else if (!IsDone(context, error)) Fail(context, connection);
    }

    /// <summary>
    /// Completed, or aborted by the client. A server may answer before it has read the whole request, and not want the rest of it: the
    /// answer is complete.
    /// </summary>
    private static bool IsDone(HttpContext context, ForwarderError error) => error switch
    {
        ForwarderError.None => true,
        ForwarderError.RequestBodyCanceled or ForwarderError.RequestBodyClient or ForwarderError.RequestBodyDestination
            when context.Response.HasStarted => true,
        _ => context.RequestAborted.IsCancellationRequested,
    };

    /// <summary>
    /// When the request delegate throws, Kestrel sends what it has and closes a connection of HTTP/1, or resets a stream of HTTP/2.
    /// </summary>
    private static async Task CutAsync(HttpResponse response)
    {
        await response.BodyWriter.FlushAsync();
        throw new IOException("The body is cut.");
    }

    /// <summary>If the server failed one of several calls, the others must not be affected.</summary>
    private static void Fail(HttpContext context, ProxiedConnection connection)
    {
        for (var e = context.GetForwarderErrorFeature()?.Exception; e is not null; e = e.InnerException)
        {
            if (e is not HttpProtocolException { ErrorCode: var code }) continue;
            if (context.Features.Get<IHttpResetFeature>() is { } stream) stream.Reset((int)code);
            else context.Abort();
            return;
        }
        connection.Reset();
    }

    /// <summary>A watch may be silent for a long time: its two ends decide how long is too long.</summary>
    private static ForwarderRequestConfig Config(Version version) =>
        new() { ActivityTimeout = TimeSpan.FromDays(1), Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
}
