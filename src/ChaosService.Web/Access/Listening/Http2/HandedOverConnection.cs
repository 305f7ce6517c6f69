using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace ChaosService.Web.Access.Listening.Http2;

/// <summary>A connection while another server handles it. When it ends here, the accepting side closes it.</summary>
internal sealed class HandedOverConnection(ConnectionContext accepted) : ConnectionContext
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Ended => _ended.Task;

    public override string ConnectionId { get; set; } = accepted.ConnectionId;

    /// <summary>
    /// The features of the accepted connection are visible; features that the server adds (timers, notifications) must not replace the
    /// originals.
    /// </summary>
    public override IFeatureCollection Features { get; } = new FeatureCollection(accepted.Features);

    public override IDictionary<object, object?> Items { get; set; } = accepted.Items;

    public override IDuplexPipe Transport { get; set; } = accepted.Transport;

    public override EndPoint? LocalEndPoint { get; set; } = accepted.LocalEndPoint;

    public override EndPoint? RemoteEndPoint { get; set; } = accepted.RemoteEndPoint;

    public override CancellationToken ConnectionClosed { get; set; } = accepted.ConnectionClosed;

    public override void Abort(ConnectionAbortedException abortReason) => accepted.Abort(abortReason);

    public override ValueTask DisposeAsync()
    {
        _ended.TrySetResult();
        return base.DisposeAsync();
    }
}
