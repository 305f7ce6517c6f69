using ChaosService.Reference.Host.Moves;
using ChaosService.Reference.Host.Pausing;
using Microsoft.AspNetCore.Mvc;

namespace ChaosService.Reference.Host.Api;

/// <summary>Makes this node wait at named points until it is released. For tests: it is a part of the debug API.</summary>
internal static class PauseApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/debug/pause", ([FromServices] PausePoints pauses) => Results.Json(
            MovePoints.All.Select(p => new { point = p, isSet = pauses.Set.ContainsKey(p), waiting = pauses.Set.GetValueOrDefault(p) }),
            Body.Json));
        routes.MapPost("/debug/pause/{point}", (string point, [FromServices] PausePoints pauses) =>
        {
            if (!MovePoints.All.Contains(point))
                return Body.Error(404, $"there is no point '{point}': there are {string.Join(", ", MovePoints.All)}");
            pauses.Add(point);
            return Results.NoContent();
        });
        routes.MapDelete("/debug/pause/{point}", (string point, [FromServices] PausePoints pauses) =>
            pauses.Remove(point) ? Results.NoContent() : Body.Error(404, $"nobody is to pause at '{point}'"));
    }
}
