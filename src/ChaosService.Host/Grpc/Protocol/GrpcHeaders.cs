using Microsoft.AspNetCore.Http;

namespace ChaosService.Host.Grpc.Protocol;

/// <summary>Names of the protocol, and what tells its requests from others.</summary>
internal static class GrpcHeaders
{
    public const string ContentType = "application/grpc";
    public const string Status = "grpc-status";
    public const string Message = "grpc-message";
    public const string StatusDetails = "grpc-status-details-bin";
    public const string Timeout = "grpc-timeout";
    public const string Encoding = "grpc-encoding";
    public const string AcceptEncoding = "grpc-accept-encoding";

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
