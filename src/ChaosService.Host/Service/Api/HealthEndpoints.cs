using ChaosService.Contracts;
using ChaosService.Host.Access;
using ChaosService.Host.Service.Queue;
using ChaosService.Host.Service.Retention;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChaosService.Host.Service.Api;

/// <summary><c>/healthz</c>: the process lives. <c>/readyz</c>: it takes runs.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/healthz", () => Results.Text("alive\n")).WithTags("health").WithSummary("The process lives.").AllowAnyone();
        app.MapGet("/readyz", Ready).WithTags("health").Produces<HealthReply>().Produces<HealthReply>(503).WithSummary("Runs are taken; 503 with the reason when they are not.").AllowAnyone();
    }

    private static IResult Ready(RunQueue queue, RunLife life, Recovery recovery, DiskRoom room, RunRetention retention)
    {
        var (running, waiting) = queue.Count;
        var closed = queue.Closed;
        List<string> troubles = [.. new[] { closed, life.StoreTrouble, recovery.Trouble, room.Trouble }.OfType<string>()];
        var status = closed is not null ? "halted" : troubles.Count > 0 ? "troubled" : "ready";
        return Results.Json(new HealthReply(status, running, waiting, troubles, retention.Troubles), WireJson.Options, statusCode: troubles.Count == 0 ? 200 : 503);
    }
}
