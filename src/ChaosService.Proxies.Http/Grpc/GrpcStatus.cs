namespace ChaosService.Proxies.Http.Grpc;

/// <summary>The status codes of gRPC by the names in its specification; a name's index is its number.</summary>
internal static class GrpcStatus
{
    public static readonly string[] Names =
    [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED",
        "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS",
        "UNAUTHENTICATED",
    ];

    public static int NumberOf(string name) => Array.IndexOf(Names, name);

    /// <summary>The status sent by a peer, in words: it may not be a number, or have no name.</summary>
    public static string NameOf(string? number) =>
        int.TryParse(number, out var code) && code >= 0 && code < Names.Length ? Names[code] : number ?? "no status";
}
