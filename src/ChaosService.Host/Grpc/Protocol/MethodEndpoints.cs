using ChaosService.Host.Access;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChaosService.Host.Grpc.Protocol;

/// <summary>The methods of one service of a proto file, each at <c>POST /package.Service/Method</c>.</summary>
internal sealed class MethodEndpoints(IEndpointRouteBuilder app, ServiceDescriptor service, CallDispatch calls)
{
    public IEndpointConventionBuilder Unary<TRequest, TResponse>(string name, UnaryServerMethod<TRequest, TResponse> method)
        where TRequest : class, IMessage<TRequest>, new() where TResponse : class, IMessage<TResponse>
    {
        var parser = Parser<TRequest>();
        return Map(name, http => calls.UnaryAsync(http, method, parser));
    }

    public IEndpointConventionBuilder ServerStreaming<TRequest, TResponse>(string name, ServerStreamingServerMethod<TRequest, TResponse> method)
        where TRequest : class, IMessage<TRequest>, new() where TResponse : class, IMessage<TResponse>
    {
        var parser = Parser<TRequest>();
        return Map(name, http => calls.ServerStreamingAsync(http, method, parser));
    }

    public IEndpointConventionBuilder DuplexStreaming<TRequest, TResponse>(string name, DuplexStreamingServerMethod<TRequest, TResponse> method)
        where TRequest : class, IMessage<TRequest>, new() where TResponse : class, IMessage<TResponse>
    {
        var parser = Parser<TRequest>();
        return Map(name, http => calls.DuplexStreamingAsync(http, method, parser));
    }

    private static MessageParser<T> Parser<T>() where T : IMessage<T>, new() => new(() => new T());

    private IEndpointConventionBuilder Map(string name, RequestDelegate call)
    {
        if (service.FindMethodByName(name) is null) throw new ArgumentException($"{service.FullName} has no method {name}", nameof(name));
        return app.MapPost($"/{service.FullName}/{name}", http => Refusal(http) ?? call(http)).ExcludeFromDescription();
    }

    /// <summary>Null: the request is one of gRPC. What is not gets an answer that its sender can read.</summary>
    private static Task? Refusal(HttpContext http)
    {
        if (!GrpcHeaders.IsGrpcContentType(http.Request.ContentType))
            return http.RefuseAsync(
                StatusCodes.Status415UnsupportedMediaType, "unsupported media type", "this address takes gRPC calls alone", "Content-Type", http.Request.ContentType,
                $"use a gRPC client, which sends {GrpcHeaders.ContentType}, or the addresses in /openapi/v1.json");
        return HttpProtocol.IsHttp2(http.Request.Protocol)
            ? null
            : http.RefuseAsync(StatusCodes.Status426UpgradeRequired, "upgrade required", $"gRPC needs HTTP/2, and this is {http.Request.Protocol}", "protocol", http.Request.Protocol, "use a gRPC client, without a proxy that speaks HTTP/1.1");
    }
}
