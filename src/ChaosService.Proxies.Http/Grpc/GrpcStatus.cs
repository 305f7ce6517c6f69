namespace ChaosService.Proxies.Http.Grpc;

/// <summary>The status codes of gRPC by the names that its specification gives them; a name's place is its number.</summary>
internal static class GrpcStatus
{
    public static readonly string[] Names =
    [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED",
        "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS",
        "UNAUTHENTICATED",
    ];

    public static int NumberOf(string name) => Array.IndexOf(Names, name);

    /// <summary>What a peer sent, in words: it may be no number, or one that has no name.</summary>
    public static string NameOf(string? number) =>
        int.TryParse(number, out var code) && code >= 0 && code < Names.Length ? Names[code] : number ?? "no status";
}
