using System.Text.Json;
using ChaosService.Contracts;
using ChaosService.Engine.Tokens;
using ChaosService.Service.Replies;
using ChaosService.Service.Scheduling;
using ChaosService.Web.Access.Callers;
using ChaosService.Web.Api.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChaosService.Web.Api;

/// <summary>
/// <c>/schedules</c>: when experiments run automatically. A schedule has the name of its experiment, or of its suite: <c>suite/nightly</c>,
/// in an address <c>suite%2Fnightly</c>.
/// </summary>
internal static class ScheduleEndpoints
{
    public static void MapSchedules(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/schedules").WithTags("schedules");
        group
            .MapGet("/", async (Schedules schedules, CancellationToken stop) => Results.Ok((await schedules.ListAsync(stop)).Select(Reply)))
            .Produces<IReadOnlyList<ScheduleReply>>().WithSummary("All schedules with their next firings.");
        group.MapPost(
            "/{name}/pause",
            (string name, Schedules schedules, CancellationToken stop) => KnownAsync(name, schedules.PauseAsync(Name(name), stop)))
            .Produces(204).RequireRole(Role.Operator).WithSummary("No more firings until resumed.");
        group.MapPost(
            "/{name}/resume",
            (string name, Schedules schedules, CancellationToken stop) => KnownAsync(name, schedules.ResumeAsync(Name(name), stop)))
            .Produces(204).RequireRole(Role.Operator).WithSummary("Fires again. What fell into the pause is not made up for.");
        group.MapPost("/{name}/fire", FireAsync).Produces<FiringReply>(202).RequireRole(Role.Operator)
            .WithSummary("Fires now, besides the schedule.");
    }

    private static async Task<IResult> FireAsync(string name, Schedules schedules, TimeProvider time, CancellationToken stop)
    {
        var result = await schedules.FireNowAsync(Name(name), stop) ?? throw Unknown(name);
        return result.RunId is { } run
            ? Results.Accepted(
                $"/api/v1/{(SuiteName.In(Name(name)) is null ? "runs" : "suites/runs")}/{run}",
                new FiringReply(time.GetUtcNow(), "started", run, null))
            : throw RefusedException.Conflict(
                result.Message ?? "the run was not accepted", "try again when the target is free and the service is not halted");
    }

    /// <summary>The server leaves this one character of a path encoded.</summary>
    private static string Name(string text)
    {
        var name = text.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        Input.Name(SuiteName.In(name) ?? name, "{name}");
        return name;
    }

    private static async Task<IResult> KnownAsync(string name, Task<bool> change) =>
        await change ? Results.NoContent() : throw Unknown(name);

    public static ScheduleReply Find(IReadOnlyList<ScheduleState> states, string name) =>
        states.FirstOrDefault(s => s.Experiment == Name(name)) is { } state ? Reply(state) : throw Unknown(name);

    private static RefusedException Unknown(string name) =>
        RefusedException.NotFound("no such experiment has a schedule", "{name}", name, "GET /api/v1/schedules lists those that have");

    public static ScheduleReply Reply(ScheduleState state) => new(
        state.Experiment, state.Text, state.Paused, state.Next,
        state.Last is { } last ? new FiringReply(
            last.At, JsonNamingPolicy.CamelCase.ConvertName(last.Outcome.ToString()), last.RunId, last.Detail) : null);
}
