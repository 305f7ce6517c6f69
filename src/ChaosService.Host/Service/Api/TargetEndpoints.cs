using ChaosService.Contracts;
using ChaosService.Experiments.Targets;
using ChaosService.Host.Service.Queue;
using ChaosService.Model.Clusters;
using ChaosService.Model.Experiments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChaosService.Host.Service.Api;

/// <summary><c>/targets</c>: what experiments can break.</summary>
internal static class TargetEndpoints
{
    public static void MapTargets(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/targets").WithTags("targets");
        group.MapGet("/", List).Produces<IReadOnlyList<TargetReply>>().WithSummary("The targets that can be brought up by name.");
        group.MapGet("/{name}", GetAsync).Produces<TargetStateReply>().WithSummary("A target as it is right now: its nodes, their roles, its health.");
    }

    private static IResult List(ITargetCatalog targets, RunQueue queue) =>
        Results.Ok(targets.Names.Select(n => targets.Find(n, [])).OfType<TargetDefinition>().Select(d => Reply(d, queue)).ToList());

    private static async Task<IResult> GetAsync(string name, ITargetCatalog targets, TargetProbe probe, RunQueue queue, CancellationToken stop)
    {
        var definition = targets.Find(Input.Name(name, "{name}"), [])
            ?? throw RefusedException.NotFound("there is no such target", "{name}", name, $"known: {string.Join(", ", targets.Names)}");
        var project = new TargetSpec(definition, null, new Dictionary<string, string>()).Project;
        return Results.Ok(await probe.LookAsync(definition, project, queue.HolderOf(project), stop));
    }

    private static TargetReply Reply(TargetDefinition definition, RunQueue queue)
    {
        var project = new TargetSpec(definition, null, new Dictionary<string, string>()).Project;
        return new TargetReply(definition.Name, project, definition.Database, [.. definition.Nodes.Select(n => n.Name)], queue.HolderOf(project));
    }
}
