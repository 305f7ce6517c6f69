using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ChaosService.Tests.Telemetry.Otlp;

internal sealed record ReceivedSpan(
    string Trace, string Id, string Parent, string Name, IReadOnlyDictionary<string, string> Attributes, ulong Status);

internal sealed record ReceivedLog(string Body, string Trace, string Span, IReadOnlyDictionary<string, string> Attributes);

/// <summary>Stands in for a collector: OTLP as protobuf over HTTP, or by gRPC, on loopback.</summary>
internal sealed class OtlpReceiver(bool grpc) : IAsyncDisposable
{
    private const int FrameHeaderBytes = 5;
    private WebApplication? _app;

    public string Uri { get; private set; } = "";

    public ConcurrentQueue<ReceivedSpan> Spans { get; } = new();

    public ConcurrentQueue<ReceivedLog> Logs { get; } = new();

    /// <summary>Their names with those of their meters.</summary>
    public ConcurrentQueue<string> Metrics { get; } = new();

    public ConcurrentQueue<string> Services { get; } = new();

    public ConcurrentQueue<string> Headers { get; } = new();

    /// <summary>Answers before anything is read, when set.</summary>
    public Func<HttpContext, Task>? Instead { get; set; }

    public static async Task<OtlpReceiver> StartAsync(bool grpc = false)
    {
        var receiver = new OtlpReceiver(grpc);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore()
            .ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.Protocols = grpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        receiver._app = builder.Build();
        receiver._app.Run(receiver.TakeAsync);
        await receiver._app.StartAsync();
        receiver.Uri = receiver._app.Urls.Single();
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext http)
    {
        if (Instead is { } instead)
        {
            await instead(http);
            return;
        }
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        Headers.Enqueue(http.Request.Headers["x-test"].ToString());
        var message = new ProtoMessage(grpc ? body.ToArray().AsSpan(FrameHeaderBytes) : body.ToArray());
        switch (http.Request.Path.Value)
        {
            case "/v1/traces" or "/opentelemetry.proto.collector.trace.v1.TraceService/Export": TakeTraces(message); break;
            case "/v1/logs" or "/opentelemetry.proto.collector.logs.v1.LogsService/Export": TakeLogs(message); break;
            case "/v1/metrics" or "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export": TakeMetrics(message); break;
            default: http.Response.StatusCode = 404; return;
        }
        http.Response.ContentType = grpc ? "application/grpc" : "application/x-protobuf";
        if (!grpc) return;
        await http.Response.Body.WriteAsync(new byte[FrameHeaderBytes]);
        http.Response.AppendTrailer("grpc-status", "0");
    }

    private void TakeTraces(ProtoMessage request)
    {
        foreach (var resource in request.All(1))
        {
            Services.Enqueue(resource.All(1).Single().Attributes(1)["service.name"]);
            foreach (var span in resource.All(2).SelectMany(s => s.All(2)))
                Spans.Enqueue(new ReceivedSpan(
                    span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), span.Attributes(9),
                    span.All(15).FirstOrDefault()?.Number(3) ?? 0));
        }
    }

    private void TakeLogs(ProtoMessage request)
    {
        foreach (var log in request.All(1).SelectMany(r => r.All(2)).SelectMany(s => s.All(2)))
            Logs.Enqueue(new ReceivedLog(ProtoMessage.Value(log.All(5).Single()), log.Hex(9), log.Hex(10), log.Attributes(6)));
    }

    private void TakeMetrics(ProtoMessage request)
    {
        foreach (var scope in request.All(1).SelectMany(r => r.All(2)))
            foreach (var metric in scope.All(2)) Metrics.Enqueue($"{scope.All(1).Single().Text(1)}/{metric.Text(1)}");
    }
}
