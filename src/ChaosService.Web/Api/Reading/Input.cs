using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ChaosService.Contracts;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;
using ChaosService.Service.Replies;
using ChaosService.Web.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ChaosService.Web.Api.Reading;

/// <summary>Reads the inputs of a request, or refuses them with the field, the value and the fix.</summary>
internal static partial class Input
{
    public const string KeyHeader = "Idempotency-Key";

    private const int KeyLengthMax = 128;
    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(5);

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A name in a path: also a part of directory names, so only these characters are allowed.</summary>
    public static string Name(string value, string field) =>
        NamePattern().IsMatch(value) ? value : throw RefusedException.BadInput(
            $"this is not a name", field, value, "use a-z, 0-9 and '-', at most 100 characters");

    /// <summary>Null when the request has none.</summary>
    public static string? IdempotencyKey(string[] keys)
    {
        if (keys.Length == 0) return null;
        return keys is [{ Length: > 0 and <= KeyLengthMax } key] && key.All(c => c is > ' ' and <= '~')
            ? key
            : throw RefusedException.BadInput(
                "this is not a key", KeyHeader, string.Join(", ", keys), $"send one key of 1 to {KeyLengthMax} visible ASCII characters");
    }

    /// <param name="text">Null: queue.</param>
    public static Concurrency Concurrency(string? text) =>
        Wire.Parse<Concurrency>(text ?? "queue")
            ?? throw RefusedException.BadInput("no such choice", "$.concurrency", text, $"write one of: {Wire.Words<Concurrency>()}");

    /// <summary>How long the caller wants to wait: <c>?wait=60s</c>.</summary>
    public static TimeSpan Wait(string wait) =>
        Quantity.TryDuration(wait, out var limit) && limit >= TimeSpan.Zero && limit <= WaitMax
            ? limit
            : throw RefusedException.BadInput(
                "not a time to wait", "?wait", wait, $"write a duration up to {Quantity.Format(WaitMax)}, such as 60s");

    /// <summary>False: the request has no body.</summary>
    public static bool HasBody(HttpRequest request) =>
        request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;

    public static async Task<T> JsonAsync<T>(HttpRequest request, CancellationToken stop)
    {
        if (!request.HasJsonContentType())
            throw new RefusedException(new(
                "unsupported media type", 415, "the body is not announced as JSON", "Content-Type", request.ContentType,
                "send Content-Type: application/json"));
        var body = await TextAsync(request, stop);
        try
        {
            return JsonSerializer.Deserialize<T>(body, WireJson.Options)
                ?? throw RefusedException.BadInput("the body is null", "body", "null", JsonProblem.Known(typeof(T)));
        }
        catch (JsonException e)
        {
            throw JsonProblem.Of(e, body, typeof(T));
        }
    }

    /// <summary>The body as text. The server refuses one that is too large while it is read.</summary>
    public static async Task<string> TextAsync(HttpRequest request, CancellationToken stop)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, stop);
        var bytes = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
        try
        {
            if (bytes.Contains((byte)0)) throw RefusedException.BadInput("the body is not text", "body", null, "send UTF-8 text");
            return Strict.GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            throw RefusedException.BadInput("the body is not UTF-8", "body", null, "send UTF-8 text");
        }
    }

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,98}[a-z0-9])?$")]
    private static partial Regex NamePattern();
}
