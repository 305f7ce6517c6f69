using ChaosService.Contracts;
using ChaosService.Service.Events;
using ChaosService.Service.Replies;
using ChaosService.Web.Api.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChaosService.Web.Api.Events;

/// <summary>
/// Events as server-sent events, of one run and of the whole service; and the progress of a run. How long a stream lasts gives no
/// information about the service, so streams are not measured like requests.
/// </summary>
internal static class EventEndpoints
{
    public static void MapEvents(this IEndpointRouteBuilder api)
    {
        api.MapGet("/runs/{id}/events", StreamRunAsync).WithTags("runs").Produces<string>(200, "text/event-stream").DisableHttpMetrics()
            .WithSummary("A run's events (server-sent). Last-Event-ID, or ?after=, resumes after the event of that id.");
        api.MapGet("/runs/{id}/live", Live).WithTags("runs").Produces<LiveReply>()
            .WithSummary("A run as far as it has come: its figures, fault steps and findings, and the id of the last event in it.");
        api.MapGet("/events", StreamServiceAsync).WithTags("service").Produces<string>(200, "text/event-stream").DisableHttpMetrics()
            .WithSummary(
                "What happens in the service from now on (server-sent). Last-Event-ID, or ?after=, resumes after the event of that id.");
    }

    private static Task StreamRunAsync(string id, HttpContext http, RunActions runs, RunEventHub hub, EventStream stream) =>
        stream.SendAsync(http, hub.Of(runs.Find(id)), first: 0);

    private static Task StreamServiceAsync(HttpContext http, ServiceEvents events, EventStream stream) =>
        stream.SendAsync(http, events.After, events.LastId);

    private static IResult Live(string id, RunActions runs, RunEventHub hub)
    {
        var run = runs.Find(id);
        return hub.Find(run.Id) is { } log
            ? Results.Ok(log.Snapshot())
            : run.Over
                ? throw RefusedException.NotFound(
                    $"the events of run {run.Id} are not kept any more", "{id}", id,
                    "its report and its history have all of it: GET /api/v1/runs/{id}/report")
                : throw RefusedException.NotFound($"run {run.Id} goes on in instance '{run.Instance}'", "{id}", id, "ask that instance");
    }
}
