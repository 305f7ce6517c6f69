using System.Globalization;
using ChaosService.Contracts;
using ChaosService.Engine.Tokens;
using ChaosService.Service.Replies;
using Microsoft.AspNetCore.Http;

namespace ChaosService.Web.Problems;

/// <summary>Answers a request that goes no further, in the format that all refusals of the API have.</summary>
internal static class Refusal
{
    /// <summary>The caller's text may be a token in the wrong place: it is not sent back.</summary>
    public static Task RefuseAsync(
        this HttpContext context, int status, string title, string detail, string? field, string? value, string fix) =>
        ProblemAnswers.WriteAsync(context, new ProblemReply(
            title, status, detail, field, value is null ? null : RefusedException.Excerpt(TokenText.HideIn(value)), fix));

    /// <param name="wait">Rounded up to whole seconds, at least one.</param>
    public static Task TooManyAsync(this HttpContext context, string detail, TimeSpan wait)
    {
        var seconds = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return context.RefuseAsync(
            StatusCodes.Status429TooManyRequests, "too many requests", detail, null, null, $"try again in {seconds} s");
    }
}
