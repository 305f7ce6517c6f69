using ChaosService.Engine.Access;
using ChaosService.Host.Grpc.Protocol;
using ChaosService.Host.Service.Api;
using Microsoft.AspNetCore.Http;

namespace ChaosService.Host.Grpc;

/// <summary>Answers calls of services and methods that are not there.</summary>
internal sealed class UnknownMethods(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not null || !context.Request.IsGrpc()) return next(context);
        var path = RefusedException.Excerpt(TokenText.HideIn(context.Request.Path.Value ?? ""));
        StatusAnswer.WriteOnly(context.Response, new Status(StatusCode.Unimplemented, $"there is no method {path} here; reflection lists those there are"), null);
        return Task.CompletedTask;
    }
}
