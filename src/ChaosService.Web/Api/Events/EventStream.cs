using System.Globalization;
using ChaosService.Service.Events;
using ChaosService.Service.Replies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;

namespace ChaosService.Web.Api.Events;

/// <summary>Sends events as they occur (server-sent events) until there are no more, the reader is gone, or the service stops.</summary>
internal sealed class EventStream(IHostApplicationLifetime life, EventReaders readers, TimeProvider time)
{
    /// <summary>A comment is sent at this interval, so that a lost connection is detected.</summary>
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    /// <summary>A reader that accepts nothing for this long is dropped. It may reconnect with the id of its last event.</summary>
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(10);

    /// <param name="first">The position of a reader that does not give one.</param>
    public async Task SendAsync(HttpContext http, Func<long, EventPage> after, long first)
    {
        readers.Come();
        try
        {
            await SendAllAsync(http, after, first);
        }
        finally
        {
            readers.Go();
        }
    }

    private async Task SendAllAsync(HttpContext http, Func<long, EventPage> after, long first)
    {
        var place = Place(http.Request) ?? first;
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, life.ApplicationStopping);
        while (true)
        {
            var page = after(place);
            if (page.Missed > 0) await WriteAsync(http, [SseFrames.Gap(page.Missed)]);
            await WriteAsync(http, page.Events.Select(SseFrames.Of));
            place = page.Events is [.., var last] ? last.Id : place;
            if (page.Ended) return;
            try
            {
                await page.More.WaitAsync(KeepAlive, time, gone.Token);
            }
            catch (TimeoutException)
            {
                await WriteAsync(http, [SseFrames.Alive]);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task WriteAsync(HttpContext http, IEnumerable<byte[]> frames)
    {
        using var limit = new CancellationTokenSource(WriteLimit, time);
        // Cancelling a write that is blocked by the client's full window leaves half an event behind: only closing the connection is clean.
        await using var drop = limit.Token.Register(http.Abort);
        foreach (var frame in frames) await http.Response.Body.WriteAsync(frame, http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }

    /// <summary>A browser that reconnects gives its position in the header; a page that starts can only give it in the address.</summary>
    private static long? Place(HttpRequest request) =>
        request.Headers["Last-Event-ID"] is [{ Length: > 0 } header, ..] ? Read("Last-Event-ID", header)
        : request.Query["after"] is [{ Length: > 0 } query, ..] ? Read("?after", query)
        : null;

    private static long Read(string field, string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        ? id
        : throw RefusedException.BadInput(
            "not the id of an event", field, text, "send the 'id:' of the last event that was read, or leave it out");
}
