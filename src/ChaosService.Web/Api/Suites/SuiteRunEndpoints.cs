using ChaosService.Contracts;
using ChaosService.Engine.Reporting.Suites;
using ChaosService.Engine.Tokens;
using ChaosService.Model.Suites;
using ChaosService.Service.Events;
using ChaosService.Service.Replies;
using ChaosService.Service.Suites;
using ChaosService.Service.Triggers;
using ChaosService.Web.Access.Callers;
using ChaosService.Web.Api.Events;
using ChaosService.Web.Api.Reading;
using ChaosService.Web.Api.Runs;
using ChaosService.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace ChaosService.Web.Api.Suites;

/// <summary>
/// <c>/suites/{name}/runs</c> and <c>/suites/runs</c>: starting, watching and ending the runs of suites, and reading their results.
/// </summary>
internal static class SuiteRunEndpoints
{
    public static void MapSuiteRuns(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/suites").WithTags("suites");
        group.MapPost("/{name}/runs", TriggerAsync).Accepts<SuiteTriggerBody>("application/json").Produces<SuiteRunReply>(202)
            .RequireRole(Role.Operator)
            .WithSummary("Runs a suite. The body may be left out. With an Idempotency-Key, a second request gets the first one's run.");
        group.MapGet("/runs", List).Produces<SuiteRunListReply>().WithSummary("Runs of suites, the newest first.");
        group.MapGet("/runs/{id}", GetAsync).Produces<SuiteRunReply>()
            .WithSummary("A suite's run with its members; with ?wait=60s, as soon as it is over or when the time is up.");
        group.MapPost("/runs/{id}/abort", Abort).Produces<SuiteRunReply>(202).RequireRole(Role.Operator).AlwaysReachable()
            .WithSummary("Ends a suite's run early: the member that runs is aborted, no other begins.");
        group.MapGet("/runs/{id}/events", EventsAsync).Produces<string>(200, "text/event-stream").DisableHttpMetrics()
            .WithSummary("The changes of a suite's run (server-sent). Last-Event-ID resumes after the event of that id.");
        group.MapGet("/runs/{id}/report", Report).Produces<string>(200, "text/html").WithoutScripts()
            .WithSummary("The page of a suite's run.");
        group.MapGet("/runs/{id}/junit", JUnit).Produces<string>(200, "application/xml")
            .WithSummary("The verdict for a CI server: one file, a testsuite for each member.");
    }

    private static async Task<IResult> TriggerAsync(
        string name, HttpRequest request, SuiteRuns suites, [FromHeader(Name = Input.KeyHeader)] string[]? keys, CancellationToken stop)
    {
        Input.Name(name, "{name}");
        var body = Input.HasBody(request) ? await Input.JsonAsync<SuiteTriggerBody>(request, stop) : new SuiteTriggerBody();
        var concurrency = Input.Concurrency(body.Concurrency);
        var result = suites.Trigger(new SuiteRequest(name, body.Seed, "api", concurrency, Input.IdempotencyKey(keys ?? [])));
        if (result.RunId is not { } id) throw Refusal(result, name);
        return Results.Accepted($"/api/v1/suites/runs/{id}", SuiteWire.Run(Find(id, suites)));
    }

    private static IResult List(
        SuiteRuns suites, string? suite = null, string? state = null, string? verdict = null, string? cursor = null, string? limit = null)
    {
        var filter = RunQuery.SuiteFilter(suite, state, verdict);
        var page = RunQuery.Page(cursor, () => suites.List(filter, cursor, RunQuery.Limit(limit)));
        return Results.Ok(new SuiteRunListReply([.. page.Runs.Select(SuiteWire.Run)], page.Next));
    }

    private static async Task<IResult> GetAsync(
        string id, SuiteRuns suites, SuitesElsewhere elsewhere, TimeProvider time, CancellationToken stop, string? wait = null)
    {
        var run = Find(id, suites);
        if (wait is null) return Results.Ok(SuiteWire.Run(run));
        await RunEndpoints.EndAsync(suites.Going(id)?.Ended ?? (run.Over ? null : elsewhere.Of(run).Ended), wait, time, stop);
        return Results.Ok(SuiteWire.Run(Find(id, suites)));
    }

    private static IResult Abort(string id, SuiteRuns suites)
    {
        var run = Find(id, suites);
        if (!suites.Abort(id, "aborted over the API"))
            throw run.Over
                ? RefusedException.Conflict($"suite run {id} is over: {Wire.Word(run.State)}", "abort a run that goes on")
                : RefusedException.Conflict(
                    $"suite run {id} goes on in another instance",
                    "abort it there, or abort the run of its member here: the suite then goes on to its next");
        return Results.Accepted($"/api/v1/suites/runs/{id}", SuiteWire.Run(Find(id, suites)));
    }

    /// <summary>Of a run that has ended only its last event is kept.</summary>
    private static Task EventsAsync(string id, HttpContext http, SuiteRuns suites, SuitesElsewhere elsewhere, EventStream stream)
    {
        var run = Find(id, suites);
        var events = suites.Going(id)?.Events ?? (run.Over ? null : elsewhere.Of(run).Events);
        if (events is null)
        {
            events = new EventRing(1);
            events.Add(SuiteEventTypes.End, SuiteWire.Run(Find(run.Id, suites)), last: true);
        }
        return stream.SendAsync(http, events.After, first: 0);
    }

    private static IResult Report(string id, SuiteRuns suites) =>
        Results.Text(
            SuiteReports.Html(Find(id, suites), m => m is { RunId: { } run, Verdict: not null } ? $"../../../runs/{run}/report" : null),
            "text/html; charset=utf-8");

    private static IResult JUnit(string id, SuiteRuns suites) => Results.Text(SuiteReports.JUnit(Find(id, suites)), "application/xml");

    public static SuiteRun Find(string id, SuiteRuns suites) =>
        suites.Find(Input.Name(id, "{id}")) ?? throw RefusedException.NotFound(
            "there is no such run of a suite", "{id}", id, "GET /api/v1/suites/runs lists those there are");

    private static RefusedException Refusal(TriggerResult result, string suite) => result.Status == TriggerStatus.UnknownSuite
        ? RefusedException.NotFound("there is no such suite", "{name}", suite, "apply it first: PUT /api/v1/suites/{name}")
        : TriggerRefusal.Of(result, field: null, "change the suite's experiments or selector, or apply the experiments that it names");
}
