using ChaosService.Contracts;
using ChaosService.Engine.Tokens;
using ChaosService.Service.Options;
using ChaosService.Service.Replies;
using ChaosService.Web.Problems;
using ChaosService.Web.Problems.Calls;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ChaosService.Web.Grpc;

/// <summary>Refuses requests that are not calls, and ends a call that reached no method like one that did.</summary>
internal sealed class GrpcGate(RequestDelegate next, ServiceOptions options)
{
    private const string Timeout = "grpc-timeout";

    public Task InvokeAsync(HttpContext http) =>
        http.GetEndpoint() is not { } endpoint ? http.Request.IsGrpc() ? UnknownAsync(http) : next(http)
        : endpoint.Metadata.GetMetadata<GrpcMethodMetadata>() is null ? next(http)
        : Refusal(http) ?? CallAsync(http);

    private static Task UnknownAsync(HttpContext http)
    {
        var path = RefusedException.Excerpt(TokenText.HideIn(http.Request.Path.Value ?? ""));
        var status = new Status(StatusCode.Unimplemented, $"there is no method {path} here; reflection lists those there are");
        CallStatus.WriteOnly(http.Response, new RpcException(status));
        return Task.CompletedTask;
    }

    /// <summary>Null: the request is a gRPC request. Any other gets an answer that its sender can read.</summary>
    private static Task? Refusal(HttpContext http)
    {
        if (!GrpcRequests.IsGrpcContentType(http.Request.ContentType))
            return http.RefuseAsync(
                StatusCodes.Status415UnsupportedMediaType, "unsupported media type", "this address takes gRPC calls alone",
                "Content-Type", http.Request.ContentType,
                $"use a gRPC client, which sends {GrpcRequests.ContentType}, or the addresses in /openapi/v1.json");
        var protocol = http.Request.Protocol;
        return HttpProtocol.IsHttp2(protocol)
            ? null
            : http.RefuseAsync(
                StatusCodes.Status426UpgradeRequired, "upgrade required", $"gRPC needs HTTP/2, and this is {protocol}",
                "protocol", protocol, "use a gRPC client, without a proxy that speaks HTTP/1.1");
    }

    private async Task CallAsync(HttpContext http)
    {
        // The package treats a timeout below one tick, which clients send when the deadline has passed, as no deadline.
        if (http.Request.Headers[Timeout] is [{ Length: 2 or 3 } timeout] && timeout[^1] == 'n') http.Request.Headers[Timeout] = "100n";
        // Each message has its limit, which the package reports with a status code; the server's own limit would end the call without one.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;
        await next(http);
        if (CallStatus.Of(http.Response) is not { } code || code == StatusCode.OK) return;
        var fromPackage = !http.Response.HasStarted && !CallStatus.HasDetails(http.Response);
        if (fromPackage && UnreadMessage(code) is { } told) CallStatus.WriteOnly(http.Response, told);
        http.NoteAnswer(CodeOfProblem.ToHttp(code));
    }

    /// <summary>
    /// A message that cannot be read reaches no method and no interceptor. The package only reports UNKNOWN with little detail.
    /// </summary>
    private RpcException? UnreadMessage(StatusCode code) => code switch
    {
        StatusCode.Unknown =>
            new RpcException(new Status(StatusCode.Internal, "the message cannot be read: it is not what this method takes")),
        StatusCode.ResourceExhausted => ProblemStatus.Of(new ProblemReply(
            "too large", StatusCodes.Status413PayloadTooLarge, "the message is larger than is taken", "message", null,
            $"send at most {options.BodyLimitKib} KiB (bodyLimitKib)")),
        _ => null,
    };
}
