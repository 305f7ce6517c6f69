using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Builder;

namespace ChaosService.Web.Grpc;

/// <summary>One method of a gRPC service, so that the conventions of an endpoint can be added to it.</summary>
internal sealed class MethodConventions(IEndpointConventionBuilder service, string method) : IEndpointConventionBuilder
{
    public void Add(Action<EndpointBuilder> convention) => service.Add(endpoint =>
    {
        if (endpoint.Metadata.OfType<GrpcMethodMetadata>().Any(m => m.Method.Name == method)) convention(endpoint);
    });
}

/// <summary>Gives access to one method of a mapped service.</summary>
internal static class MethodConventionsOfGrpc
{
    public static MethodConventions Method(this GrpcServiceEndpointConventionBuilder service, string name) => new(service, name);
}
