using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ChaosService.Host.Access;

/// <summary>Answers a request that goes no further, as problem+json that names what is needed.</summary>
internal static class Refusal
{
    public static Task RefuseAsync(this HttpContext context, int status, string detail, params IEnumerable<KeyValuePair<string, object?>> more) =>
        Results.Problem(detail, statusCode: status, extensions: more).ExecuteAsync(context);

    /// <param name="wait">Rounded up to whole seconds, at least one.</param>
    public static Task TooManyAsync(this HttpContext context, string detail, TimeSpan wait)
    {
        var seconds = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return context.RefuseAsync(StatusCodes.Status429TooManyRequests, $"{detail}; try again in {seconds} s", new KeyValuePair<string, object?>("retryAfterSeconds", seconds));
    }
}
