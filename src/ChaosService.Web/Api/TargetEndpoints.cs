using ChaosService.Contracts;
using ChaosService.Engine.Tokens;
using ChaosService.Experiments.Targets;
using ChaosService.Model.Clusters;
using ChaosService.Service.Queue;
using ChaosService.Service.Replies;
using ChaosService.Service.Targets;
using ChaosService.Web.Access.Callers;
using ChaosService.Web.Api.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChaosService.Web.Api;

/// <summary><c>/targets</c>: the systems under test.</summary>
internal static class TargetEndpoints
{
    public static void MapTargets(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/targets").WithTags("targets");
        group.MapGet("/", List).Produces<IReadOnlyList<TargetReply>>().WithSummary("The targets that can be brought up by name.");
        group.MapGet("/{name}", GetAsync).Produces<TargetStateReply>()
            .WithSummary("A target as it is right now: its nodes, their roles, its health.");
        group.MapPost("/{name}/up", UpAsync).Produces<TargetStateReply>().RequireRole(Role.Operator)
            .WithSummary("Brings it up to stay, and answers when it is healthy. Runs then use it and leave it up. 409 while a run has it.");
        group.MapPost("/{name}/down", DownAsync).Produces(204).RequireRole(Role.Operator)
            .WithSummary("Takes down what /up brought up: containers, networks and volumes. 409 while a run has it.");
    }

    private static IResult List(ITargetCatalog targets, TargetSwitch power, RunQueue queue) =>
        Results.Ok(targets.Names.Select(n => targets.Find(n, [])).OfType<TargetDefinition>().Select(d => Reply(d, power, queue)).ToList());

    private static async Task<IResult> GetAsync(string name, ITargetCatalog targets, TargetSwitch power, CancellationToken stop) =>
        Results.Ok(await power.LookAsync(Find(name, targets), stop));

    private static async Task<IResult> UpAsync(string name, ITargetCatalog targets, TargetSwitch power) =>
        Results.Ok(await power.UpAsync(Find(name, targets)));

    private static async Task<IResult> DownAsync(string name, ITargetCatalog targets, TargetSwitch power)
    {
        await power.DownAsync(Find(name, targets));
        return Results.NoContent();
    }

    private static TargetDefinition Find(string name, ITargetCatalog targets) => targets.Find(Input.Name(name, "{name}"), [])
        ?? throw RefusedException.NotFound("there is no such target", "{name}", name, $"known: {string.Join(", ", targets.Names)}");

    private static TargetReply Reply(TargetDefinition definition, TargetSwitch power, RunQueue queue)
    {
        var project = TargetSwitch.ProjectOf(definition);
        return new TargetReply(
            definition.Name, project, definition.Database, [.. definition.Nodes.Select(n => n.Name)], queue.HolderOf(project),
            power.KeptSince(definition));
    }
}
