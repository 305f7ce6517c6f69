using Microsoft.AspNetCore.Http;

namespace ChaosService.Web.Problems.Calls;

/// <summary>Distinguishes gRPC requests from others.</summary>
internal static class GrpcRequests
{
    public const string ContentType = "application/grpc";

    /// <summary>Whether the sender reads gRPC's answers: a refusal in any other format would lose its reason.</summary>
    public static bool IsGrpc(this HttpRequest request) => HttpProtocol.IsHttp2(request.Protocol) && IsGrpcContentType(request.ContentType);

    /// <summary>Messages are in Protobuf's binary format, which may be left implicit.</summary>
    public static bool IsGrpcContentType(string? type)
    {
        if (type is null || !type.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)) return false;
        var rest = type.AsSpan(ContentType.Length);
        if (rest.StartsWith("+proto", StringComparison.OrdinalIgnoreCase)) rest = rest["+proto".Length..];
        return rest.IsEmpty || rest.TrimStart()[0] == ';';
    }
}
