using System.Globalization;
using System.Text;
using System.Text.Json;
using ChaosService.Contracts;
using ChaosService.Host.Service.Events;
using ChaosService.Host.Service.Queue;
using ChaosService.Model.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace ChaosService.Host.Service.Api;

/// <summary><c>/runs/{id}/events</c>: a run as it goes on, as server-sent events.</summary>
internal static class EventEndpoints
{
    /// <summary>A comment goes out this often, so that a connection that is gone is noticed.</summary>
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    /// <summary>A reader that takes nothing for this long is dropped. It may come back with its last event's id.</summary>
    public static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(10);

    private static readonly byte[] Alive = ": alive\n\n"u8.ToArray();

    public static void MapEvents(this IEndpointRouteBuilder api) =>
        api.MapGet("/runs/{id}/events", StreamAsync).WithTags("runs").Produces<string>(200, "text/event-stream")
            .WithSummary("A run's events (server-sent). Last-Event-ID resumes after the event of that id.");

    private static Task StreamAsync(string id, HttpContext http, RunQueue queue, IRunStore store, RunEventHub hub, TimeProvider time) =>
        SendAsync(hub.Of(RunEndpoints.Find(id, queue, store)), http, time);

    /// <summary>Sends what is kept and what comes, to the last event or until the reader is gone.</summary>
    public static async Task SendAsync(RunEventLog log, HttpContext http, TimeProvider time)
    {
        var place = LastId(http.Request);
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        while (true)
        {
            var page = log.After(place);
            if (page.Missed > 0) await WriteAsync(http, [Gap(page.Missed)], time);
            await WriteAsync(http, page.Events.Select(e => e.Frame), time);
            place = page.Events is [.., var last] ? last.Id : place;
            if (page.Ended) return;
            try
            {
                await page.More.WaitAsync(KeepAlive, time, http.RequestAborted);
            }
            catch (TimeoutException)
            {
                await WriteAsync(http, [Alive], time);
            }
        }
    }

    private static async Task WriteAsync(HttpContext http, IEnumerable<byte[]> frames, TimeProvider time)
    {
        using var limit = new CancellationTokenSource(WriteLimit, time);
        // Cancelling a write that the client's full window holds up leaves half an event behind: only the connection's end is clean.
        await using var drop = limit.Token.Register(http.Abort);
        foreach (var frame in frames) await http.Response.Body.WriteAsync(frame, http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }

    private static byte[] Gap(long missed) => Encoding.UTF8.GetBytes($"event: {RunEventTypes.Gap}\ndata: {JsonSerializer.Serialize(new GapData(missed), WireJson.Options)}\n\n");

    private static long LastId(HttpRequest request)
    {
        if (request.Headers["Last-Event-ID"] is not [{ Length: > 0 } text, ..]) return 0;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw RefusedException.BadInput("not the id of an event", "Last-Event-ID", text, "send the 'id:' of the last event that was read, or leave it out");
    }
}
