using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ChaosService.Reference.Core.LineProtocol;

namespace ChaosService.Reference.Host.Api;

/// <summary>Bodies of requests and answers, with the names that the interface defines.</summary>
internal static class Body
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static IResult Error(int status, string? error) => Results.Json(new { error }, Json, statusCode: status);

    public static IResult Error(int status, string? error, IReadOnlyList<LineError> lines) =>
        lines.Count == 0 ? Error(status, error) : Results.Json(new { error, data = lines }, Json, statusCode: status);

    /// <returns>The body, and its size in bytes.</returns>
    public static async Task<(string Text, long Bytes)> TextAsync(HttpRequest request, CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellation);
        return (Encoding.UTF8.GetString(body.GetBuffer().AsSpan(0, (int)body.Length)), body.Length);
    }

    /// <returns>The value, or why the body is not valid.</returns>
    public static async Task<(T? Value, string? Error)> ReadAsync<T>(HttpRequest request, CancellationToken cancellation)
        where T : class
    {
        try
        {
            var value = await JsonSerializer.DeserializeAsync<T>(request.Body, Json, cancellation);
            return value is null ? (null, "the body is null: give an object") : (value, null);
        }
        catch (JsonException error)
        {
            return (null, $"the body is not what is asked for: {error.Message}");
        }
    }
}
