using ChaosService.Contracts.V1;
using Google.Protobuf.Reflection;
using Grpc.Health.V1;
using Grpc.Reflection;

namespace ChaosService.Web.Grpc.Services;

/// <summary>The proto files that reflection serves. Those found by the package do not include the ones of refusals.</summary>
internal static class DescribedFiles
{
    private static readonly FileDescriptor[] Served =
    [
        ChaosserviceReflection.Descriptor, HealthReflection.Descriptor,
        global::Grpc.Reflection.V1.ReflectionReflection.Descriptor, global::Grpc.Reflection.V1Alpha.ReflectionReflection.Descriptor,
    ];

    public static IReadOnlyList<ServiceDescriptor> Services { get; } = [.. Served.SelectMany(f => f.Services)];

    public static IReadOnlyList<string> Names { get; } = [.. Services.Select(s => s.FullName)];

    /// <summary>Details of errors are packed into other messages: a tool that shows them needs their types.</summary>
    public static SymbolRegistry Registry { get; } =
        SymbolRegistry.FromFiles([.. Served, Google.Rpc.StatusReflection.Descriptor, Google.Rpc.ErrorDetailsReflection.Descriptor]);
}
