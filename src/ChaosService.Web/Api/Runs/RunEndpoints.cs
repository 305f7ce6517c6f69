using ChaosService.Contracts;
using ChaosService.Engine.Tokens;
using ChaosService.Service.Events;
using ChaosService.Service.Queue;
using ChaosService.Service.Replies;
using ChaosService.Web.Access.Callers;
using ChaosService.Web.Api.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace ChaosService.Web.Api.Runs;

/// <summary><c>/runs</c>: starting, watching and ending them.</summary>
internal static class RunEndpoints
{
    public static void MapRuns(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/runs").WithTags("runs");
        group.MapPost("/", TriggerAsync).Accepts<TriggerBody>("application/json").Produces<RunReply>(202)
            .WithSummary("Triggers a run. With an Idempotency-Key, a second request gets the first one's run.").RequireRole(Role.Operator);
        group.MapGet("/", List).Produces<RunListReply>().WithSummary("Runs, the newest first.");
        group.MapGet("/{id}", GetAsync).Produces<RunReply>()
            .WithSummary("A run; with ?wait=60s, as soon as it is over or when the time is up.");
        group.MapPost("/{id}/abort", Abort).Produces<RunReply>(202)
            .WithSummary("Ends a run early: its faults are reverted, what was recorded is judged.").RequireRole(Role.Operator)
            .AlwaysReachable();
    }

    private static async Task<IResult> TriggerAsync(
        HttpRequest request, RunActions runs, [FromHeader(Name = Input.KeyHeader)] string[]? keys, CancellationToken stop)
    {
        var body = await Input.JsonAsync<TriggerBody>(request, stop);
        var run = await runs.TriggerAsync(body, Input.IdempotencyKey(keys ?? []), "api", TraceContext.Of(request), stop);
        TraceContext.Answer(request.HttpContext.Response, run.TraceParent);
        return Results.Accepted($"/api/v1/runs/{run.Id}", Wire.Run(run));
    }

    private static IResult List(
        RunActions runs, string? experiment = null, string? state = null, string? verdict = null, string? since = null,
        string? cursor = null, string? limit = null, string[]? label = null)
    {
        var page = runs.List(RunQuery.Filter(experiment, state, verdict, since, label ?? []), cursor, RunQuery.Limit(limit));
        return Results.Ok(new RunListReply([.. page.Runs.Select(Wire.Run)], page.Next));
    }

    private static async Task<IResult> GetAsync(
        string id, RunActions runs, RunQueue queue, RunsElsewhere elsewhere, TimeProvider time, CancellationToken stop, string? wait = null)
    {
        var run = runs.Find(id);
        if (wait is null) return Results.Ok(Wire.Run(run));
        await EndAsync(queue.Find(id)?.Ended ?? (run.Over ? null : elsewhere.Of(run).Ended), wait, time, stop);
        return Results.Ok(Wire.Run(runs.Find(id)));
    }

    /// <summary>Waits for the end of an active run, as long as the caller wants to.</summary>
    /// <param name="ended">Null: it has already ended.</param>
    public static async Task EndAsync(Task? ended, string wait, TimeProvider time, CancellationToken stop)
    {
        var limit = Input.Wait(wait);
        try
        {
            await (ended ?? Task.CompletedTask).WaitAsync(limit, time, stop);
        }
        catch (TimeoutException)
        {
            // The caller sees from the state that it is still active.
        }
    }

    private static IResult Abort(string id, RunActions runs) =>
        Results.Accepted($"/api/v1/runs/{id}", Wire.Run(runs.Abort(id, "aborted over the API")));
}
