using ChaosService.Contracts;
using ChaosService.Engine.Access;
using ChaosService.Host.Access;
using ChaosService.Host.Cluster;
using ChaosService.Host.Service.Queue;
using ChaosService.Model.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace ChaosService.Host.Service.Api;

/// <summary><c>/runs</c>: starting them, following them, ending them.</summary>
internal static class RunEndpoints
{
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);
    public const string KeyHeader = "Idempotency-Key";
    private const int OverridesMax = 64;
    private const string AbortReason = "aborted over the API";

    public static void MapRuns(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/runs").WithTags("runs");
        group.MapPost("/", TriggerAsync).Accepts<TriggerBody>("application/json").Produces<RunReply>(202).WithSummary("Triggers a run. With an Idempotency-Key, a second request gets the first one's run.").RequireRole(Role.Operator);
        group.MapGet("/", List).Produces<RunListReply>().WithSummary("Runs, the newest first.");
        group.MapGet("/{id}", GetAsync).Produces<RunReply>().WithSummary("A run; with ?wait=60s, as soon as it is over or when the time is up.");
        group.MapPost("/{id}/abort", Abort).Produces<RunReply>(202).WithSummary("Ends a run early: its faults are reverted, what was recorded is judged.").RequireRole(Role.Operator).AlwaysReachable();
    }

    private static async Task<IResult> TriggerAsync(
        HttpRequest request, IRunTrigger trigger, RunQueue queue, IRunStore store, [FromHeader(Name = KeyHeader)] string[]? keys, CancellationToken stop)
    {
        var body = await Input.JsonAsync<TriggerBody>(request, stop);
        Input.Name(body.Experiment, "$.experiment");
        var overrides = body.Overrides ?? [];
        if (overrides.Count > OverridesMax || overrides.Any(o => o is null))
            throw RefusedException.BadInput("not a list of overrides", "$.overrides", $"{overrides.Count} entries", $"write at most {OverridesMax} strings, such as \"spec.duration=30s\"");
        var concurrency = Input.Concurrency(body.Concurrency);

        var result = await trigger.TriggerAsync(new TriggerRequest(body.Experiment, body.Seed, overrides, "api", concurrency, Input.IdempotencyKey(keys ?? [])), stop);
        if (result.Status != TriggerStatus.Accepted) throw Refusal(result, body.Experiment);
        return Results.Accepted($"/api/v1/runs/{result.RunId}", Wire.Run(Find(result.RunId!, queue, store)));
    }

    private static IResult List(
        IRunStore store, string? experiment = null, string? state = null, string? verdict = null, string? since = null, string? cursor = null, string? limit = null, string[]? label = null)
    {
        var filter = RunQuery.Filter(experiment, state, verdict, since, label ?? []);
        var page = RunQuery.Page(cursor, () => store.List(filter, cursor, RunQuery.Limit(limit)));
        return Results.Ok(new RunListReply([.. page.Runs.Select(Wire.Run)], page.Next));
    }

    private static async Task<IResult> GetAsync(string id, RunQueue queue, IRunStore store, TimeProvider time, CancellationToken stop, string? wait = null)
    {
        var run = Find(id, queue, store);
        if (wait is null) return Results.Ok(Wire.Run(run));
        await EndAsync(queue.Find(id)?.Ended, wait, time, stop);
        return Results.Ok(Wire.Run(Find(id, queue, store)));
    }

    /// <summary>Waits for the end of what goes on, as long as the caller wants to.</summary>
    /// <param name="ended">Null: it is over already.</param>
    public static async Task EndAsync(Task? ended, string wait, TimeProvider time, CancellationToken stop)
    {
        var limit = Input.Wait(wait);
        try
        {
            await (ended ?? Task.CompletedTask).WaitAsync(limit, time, stop);
        }
        catch (TimeoutException)
        {
            // The caller sees from the state that it goes on.
        }
    }

    private static IResult Abort(string id, RunQueue queue, ITargetClaims claims, IRunStore store)
    {
        var run = Find(id, queue, store);
        if (!queue.Abort(id, AbortReason) && !claims.Abort(id, AbortReason)) throw RefusedException.Conflict($"run {id} is over: {Wire.Word(run.State)}", "abort a run that is queued or running");
        return Results.Accepted($"/api/v1/runs/{id}", Wire.Run(Find(id, queue, store)));
    }

    /// <summary>A run that goes on is ahead of the store by a moment.</summary>
    public static StoredRun Find(string id, RunQueue queue, IRunStore store) =>
        queue.Find(Input.Name(id, "{id}"))?.Record ?? store.Find(id)
        ?? throw RefusedException.NotFound("there is no such run", "{id}", id, "GET /api/v1/runs lists those there are");

    private static RefusedException Refusal(TriggerResult result, string experiment) => result.Status switch
    {
        TriggerStatus.UnknownExperiment => RefusedException.NotFound("there is no such experiment", "$.experiment", experiment, "apply it first: PUT /api/v1/experiments/{name}"),
        TriggerStatus.TargetBusy => RefusedException.Conflict(result.Message!, "wait for that run, abort it, or trigger with concurrency queue or replace"),
        TriggerStatus.Halted => new(new ProblemReply("halted", 409, result.Message!, Fix: "POST /api/v1/resume when it is safe to break things again")),
        TriggerStatus.QueueFull => new(new ProblemReply("too many requests", 429, result.Message!, Fix: "try again later")) { RetryAfter = RetryAfter },
        _ => new(new ProblemReply(
            "bad input", 422, result.Message!, "$.overrides", Fix: result.Problems is null ? null : "mend what 'problems' lists", Problems: [.. (result.Problems ?? []).Select(Wire.Problem)])),
    };
}
