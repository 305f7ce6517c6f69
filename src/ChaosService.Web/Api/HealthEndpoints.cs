using ChaosService.Contracts;
using ChaosService.Service.Readiness;
using ChaosService.Web.Access.Callers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChaosService.Web.Api;

/// <summary><c>/healthz</c>: the process is alive. <c>/readyz</c>: it accepts runs.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/healthz", () => Results.Text("alive\n")).WithTags("health").Produces<string>(200, "text/plain")
            .WithSummary("The process lives.").AllowAnyone();
        app.MapGet("/readyz", Ready).WithTags("health").Produces<HealthReply>().Produces<HealthReply>(503)
            .WithSummary("Runs are taken; 503 with the reason when they are not.").AllowAnyone();
    }

    private static IResult Ready(ServiceHealth health)
    {
        var reply = health.Read();
        return Results.Json(reply, WireJson.Options, statusCode: reply.Troubles.Count == 0 ? 200 : 503);
    }
}
