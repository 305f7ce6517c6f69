using System.Globalization;
using ChaosService.Contracts.V1;
using ChaosService.Host.Grpc.Protocol;
using ChaosService.Host.Service.Api;
using ChaosService.Host.Service.Events;

namespace ChaosService.Host.Grpc.Services;

/// <summary>The stream of a run's events. As over REST a watcher is a place in what is kept, so one that reads slowly costs nothing and holds up nobody.</summary>
internal sealed class WatchCalls(RunActions runs, RunEventHub hub)
{
    /// <summary>Sent at once, so that who watches a run in which nothing happens knows that it is watched.</summary>
    public const string RunIdHeader = "chaosservice-run-id";

    private static readonly WriteOptions MoreFollows = new(WriteFlags.BufferHint);

    public async Task WatchRun(WatchRunRequest request, IServerStreamWriter<RunEvent> responseStream, ServerCallContext context)
    {
        if (request.After < 0)
            throw RefusedException.BadInput("not the id of an event", "after", request.After.ToString(CultureInfo.InvariantCulture), "send the id of the last event that was read, or 0");
        var run = runs.Find(request.Id);
        var after = hub.Of(run);
        await context.WriteResponseHeadersAsync(new Metadata { { RunIdHeader, run.Id } });
        for (var place = request.After; ;)
        {
            var page = after(place);
            if (page.Missed > 0) await responseStream.WriteAsync(EventMessages.Gap(page.Missed), context.CancellationToken);
            for (var i = 0; i < page.Events.Count; i++)
            {
                responseStream.WriteOptions = i < page.Events.Count - 1 ? MoreFollows : null;
                await responseStream.WriteAsync(EventMessages.Of(page.Events[i]), context.CancellationToken);
                place = page.Events[i].Id;
            }
            if (page.Ended) return;
            await page.More.WaitAsync(context.CancellationToken);
        }
    }
}
