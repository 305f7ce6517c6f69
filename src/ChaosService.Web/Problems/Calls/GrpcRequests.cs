using Microsoft.AspNetCore.Http;

namespace ChaosService.Web.Problems.Calls;

/// <summary>What tells requests of gRPC from others.</summary>
internal static class GrpcRequests
{
    public const string ContentType = "application/grpc";

    /// <summary>Whether who sends it reads gRPC's answers: a refusal in any other form would lose its reason.</summary>
    public static bool IsGrpc(this HttpRequest request) => HttpProtocol.IsHttp2(request.Protocol) && IsGrpcContentType(request.ContentType);

    /// <summary>Messages are in the binary form of Protobuf, which need not be said.</summary>
    public static bool IsGrpcContentType(string? type)
    {
        if (type is null || !type.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)) return false;
        var rest = type.AsSpan(ContentType.Length);
        if (rest.StartsWith("+proto", StringComparison.OrdinalIgnoreCase)) rest = rest["+proto".Length..];
        return rest.IsEmpty || rest.TrimStart()[0] == ';';
    }
}
