using ChaosService.Contracts;
using ChaosService.Engine.Tokens;
using ChaosService.Service.Replies;
using ChaosService.Service.Stopping;
using ChaosService.Web.Access.Callers;
using ChaosService.Web.Api.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChaosService.Web.Api;

/// <summary><c>/halt</c> and <c>/resume</c>.</summary>
internal static class HaltEndpoints
{
    private const int ReasonMax = 500;

    public static void MapHalt(this IEndpointRouteBuilder api)
    {
        api.MapPost("/halt", HaltAsync).WithTags("halt").Accepts<HaltBody>("application/json").Produces<HaltReply>()
            .WithSummary("Reverts everything now and refuses new runs until /resume. The body may say why.").RequireRole(Role.Operator)
            .AlwaysReachable();
        api.MapPost("/resume", (Halting halting) => { halting.Resume(); return Results.NoContent(); }).WithTags("halt").Produces(204)
            .WithSummary("Takes runs again.").RequireRole(Role.Operator);
    }

    private static async Task<IResult> HaltAsync(HttpRequest request, Halting halting)
    {
        var body = Input.HasBody(request) ? await Input.JsonAsync<HaltBody>(request, request.HttpContext.RequestAborted) : new HaltBody();
        return Results.Ok(await CarryOutAsync(body, halting));
    }

    public static Task<HaltReply> CarryOutAsync(HaltBody body, Halting halting)
    {
        if (body.Reason?.Length > ReasonMax)
            throw RefusedException.BadInput("too long", "$.reason", body.Reason, $"write at most {ReasonMax} characters");
        // Not with the request's token: a caller whose connection was lost still wants the halt.
        return halting.HaltAsync(body.Reason ?? "over the API", CancellationToken.None);
    }
}
