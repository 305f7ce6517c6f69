using ChaosService.Contracts;
using ChaosService.Engine.Store.Runs;
using ChaosService.Engine.Tokens;
using ChaosService.Service.Retention;
using ChaosService.Web.Access.Callers;
using ChaosService.Web.Api.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChaosService.Web.Api;

/// <summary><c>/retention</c>, and the pins that exempt a run from it.</summary>
internal static class RetentionEndpoints
{
    public static void MapRetention(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/retention").WithTags("retention");
        group.MapGet("/", (RunRetention retention) => Results.Ok(retention.Look())).Produces<RetentionReply>()
            .WithSummary("What retention would delete now, and what it keeps although a limit would take it. Changes nothing.");
        group.MapPost("/run", async (RunRetention retention, CancellationToken stop) => Results.Ok(await retention.ApplyAsync(stop)))
            .Produces<RetentionReply>()
            .WithSummary("Deletes now what the limits ask for; the reply says what is left.").RequireRole(Role.Admin);
        var run = api.MapGroup("/runs/{id}").WithTags("retention");
        run.MapPost("/pin", Pin).Produces(204).WithSummary("Keeps the run whatever the limits say.").RequireRole(Role.Operator);
        run.MapPost("/unpin", Unpin).Produces(204).WithSummary("The limits hold for the run again.").RequireRole(Role.Operator);
    }

    private static IResult Pin(string id, RunPins pins, RunActions runs)
    {
        pins.Pin(runs.Find(id).Id);
        return Results.NoContent();
    }

    private static IResult Unpin(string id, RunPins pins, RunActions runs)
    {
        pins.Unpin(runs.Find(id).Id);
        return Results.NoContent();
    }
}
