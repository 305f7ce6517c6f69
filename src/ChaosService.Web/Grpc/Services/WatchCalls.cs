using System.Globalization;
using ChaosService.Contracts.V1;
using ChaosService.Service.Events;
using ChaosService.Service.Replies;
using ChaosService.Web.Api.Runs;
using Grpc.Core;
using Microsoft.Extensions.Hosting;

namespace ChaosService.Web.Grpc.Services;

/// <summary>
/// The stream of a run's events. As with REST a watcher is a position in the stored events, so a slow reader costs nothing and blocks
/// nobody.
/// </summary>
internal sealed class WatchCalls(RunActions runs, RunEventHub hub, IHostApplicationLifetime life)
{
    /// <summary>Sent at once, so that the watcher of a run in which nothing happens knows that the watch works.</summary>
    public const string RunIdHeader = "chaosservice-run-id";

    /// <summary>The size of buffered messages at which they are flushed.</summary>
    private const int HeldBytesMax = 32 << 10;

    private static readonly WriteOptions MoreFollows = new(WriteFlags.BufferHint);

    public async Task WatchRunAsync(WatchRunRequest request, IServerStreamWriter<RunEvent> responseStream, ServerCallContext context)
    {
        if (request.After < 0)
            throw RefusedException.BadInput(
                "not the id of an event", "after", request.After.ToString(CultureInfo.InvariantCulture),
                "send the id of the last event that was read, or 0");
        var run = runs.Find(request.Id);
        var after = hub.Of(run);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, life.ApplicationStopping);
        await context.WriteResponseHeadersAsync(new Metadata { { RunIdHeader, run.Id } });
        for (var place = request.After; ;)
        {
            var page = after(place);
            if (page.Missed > 0) await responseStream.WriteAsync(EventMessages.Gap(page.Missed));
            await WriteAsync(page.Events, responseStream);
            if (page.Events.Count > 0) place = page.Events[^1].Id;
            if (page.Ended) return;
            await page.More.WaitAsync(ended.Token);
        }
    }

    private static async Task WriteAsync(IReadOnlyList<KeptEvent> events, IServerStreamWriter<RunEvent> responseStream)
    {
        var held = 0;
        for (var i = 0; i < events.Count; i++)
        {
            var message = EventMessages.Of(events[i]);
            held += message.CalculateSize();
            var flush = i == events.Count - 1 || held >= HeldBytesMax;
            if (flush) held = 0;
            responseStream.WriteOptions = flush ? null : MoreFollows;
            await responseStream.WriteAsync(message);
        }
    }
}
