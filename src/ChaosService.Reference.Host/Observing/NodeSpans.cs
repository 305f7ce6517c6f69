using System.Diagnostics;
using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Host.Settings;
using ChaosService.Reference.Host.Wire;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ChaosService.Reference.Host.Observing;

/// <summary>
/// Spans of this node's work for clients and other nodes. A separate task sends them to a collector from a bounded queue: a collector
/// that is gone costs only spans. Without a collector there are none.
/// </summary>
internal sealed class NodeSpans : IDisposable
{
    private const string Service = "chaos-tsdb";

    /// <summary>ASP.NET's own span of each request, which is not exported; most would be of Raft's messages.</summary>
    private const string RequestSpan = "Microsoft.AspNetCore.Hosting.HttpRequestIn";

    private const int SendLimitMs = 5000;
    private const int CloseLimitMs = 2000;

    private readonly ActivitySource _source;
    private readonly TracerProvider? _provider;
    private readonly uint _nodeId;

    public NodeSpans(NodeSettings settings)
    {
        _nodeId = settings.NodeId;
        // Two nodes in one process need separate sources.
        _source = new($"{Service}/{_nodeId}");
        if (settings.Collector is not { } collector) return;
        _provider = Sdk.CreateTracerProviderBuilder()
            .AddSource(_source.Name)
            .SetSampler(new AlwaysOnSampler())
            .ConfigureResource(r => r.AddService(Service, serviceInstanceId: $"{_nodeId}"))
            .AddOtlpExporter(o =>
            {
                o.Protocol = OtlpExportProtocol.HttpProtobuf;
                o.Endpoint = new Uri($"{collector.ToString().TrimEnd('/')}/v1/traces");
                o.TimeoutMilliseconds = SendLimitMs;
            })
            .Build();
    }

    /// <summary>Starts a span with the current one as its parent: a local one, or that of the request's sender.</summary>
    /// <param name="table">Null if it concerns several tables.</param>
    /// <returns>Null without a collector.</returns>
    public Activity? Start(string name, ActivityKind kind, string database, string? table = null, GroupId? group = null)
    {
        var span = Activity.Current is { OperationName: RequestSpan } request
            ? _source.StartActivity(name, kind, new ActivityContext(request.TraceId, request.ParentSpanId, ActivityTraceFlags.Recorded))
            : _source.StartActivity(name, kind);
        span?.SetTag("node_id", _nodeId).SetTag("db", database);
        if (table is not null) span?.SetTag("table", table);
        if (group is { } partition) span?.SetTag("shard_id", partition.Shard).SetTag("hash_partition_index", partition.Partition);
        return span;
    }

    /// <summary>Starts the span of a step of a shard's move.</summary>
    public Activity? StartMoveStep(ActivityKind kind, string step, ShardAddress shard) =>
        Start("move step", kind, shard.Database, shard.Table)?.SetTag("shard_id", shard.Shard).SetTag("step", step);

    public void Dispose()
    {
        _provider?.Shutdown(CloseLimitMs);
        _provider?.Dispose();
        _source.Dispose();
    }
}
