using ChaosService.Contracts;
using ChaosService.Engine.Tokens;
using ChaosService.Service.Replies;
using ChaosService.Service.Targets;
using ChaosService.Web.Access.Callers;
using ChaosService.Web.Api.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChaosService.Web.Api;

/// <summary><c>/faults</c>: the active faults.</summary>
internal static class FaultEndpoints
{
    public static void MapFaults(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/faults").WithTags("faults");
        group.MapGet("/", (ActiveFaults faults) => Results.Ok(faults.List())).Produces<IReadOnlyList<ActiveFault>>()
            .WithSummary("Faults in force, the newest first.");
        group.MapPost("/revert", RevertAllAsync).Produces<IReadOnlyList<RevertReply>>().WithSummary("Reverts every fault. Runs go on.")
            .RequireRole(Role.Operator).AlwaysReachable();
        group.MapPost("/{runId}/{id}/revert", RevertAsync).Produces<RevertReply>().WithSummary("Reverts one fault. Its run goes on.")
            .RequireRole(Role.Operator).AlwaysReachable();
    }

    private static async Task<IResult> RevertAllAsync(ActiveFaults faults, CancellationToken stop) =>
        Results.Ok(await faults.EndAllAsync(stop));

    private static async Task<IResult> RevertAsync(string runId, string id, ActiveFaults faults, CancellationToken stop) =>
        await faults.EndAsync(Input.Name(runId, "{runId}"), Input.Name(id, "{id}"), stop) is { } reply
            ? Results.Ok(reply)
            : throw RefusedException.NotFound(
                "no such fault is in force", "{id}", $"{runId}/{id}", "GET /api/v1/faults lists those that are");
}
