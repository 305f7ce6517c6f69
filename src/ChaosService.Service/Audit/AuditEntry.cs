using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChaosService.Service.Audit;

/// <summary>One change, or the attempt at one. Holds neither body nor query nor headers: those may hold secrets.</summary>
/// <param name="Who">The token's name, <c>(anyone)</c> while the service is open, or <c>user NAME</c> for the command line on this
/// machine.</param>
/// <param name="From">The caller's address; <c>command line</c> for the command line.</param>
/// <param name="What">Method and route: <c>POST /api/v1/runs/{id}/abort</c>.</param>
/// <param name="Subject">The route's values and what the endpoint added: <c>id</c>, <c>experiment</c>.</param>
/// <param name="Status">The HTTP status, or the one that corresponds to a gRPC status; null for the command line.</param>
/// <param name="Instance">With a shared store, the instance that was asked; null in an instance's own file.</param>
internal sealed record AuditEntry(
    DateTimeOffset At, string Who, string? Role, string From, string What, IReadOnlyDictionary<string, string> Subject, int? Status,
    AuditResult Result, string? Instance = null)
{
    public static AuditEntry Parse(string line) =>
        JsonSerializer.Deserialize(line, AuditJson.Default.AuditEntry) ?? throw new JsonException("an entry is null");

    public byte[] ToLine() => [.. JsonSerializer.SerializeToUtf8Bytes(this, AuditJson.Default.AuditEntry), (byte)'\n'];
}

internal enum AuditResult
{
    Done,

    /// <summary>Refused by a rule, or because the request was wrong: nothing changed.</summary>
    Refused,

    /// <summary>An error of the service: something may have changed.</summary>
    Failed,
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuditEntry))]
internal sealed partial class AuditJson : JsonSerializerContext;
