using System.Globalization;
using ChaosService.Contracts;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ChaosService.Web.Problems.Calls;

/// <summary>A call's status on the wire, for calls that reach no method: no token, too many changes, a foreign host.</summary>
internal static class CallStatus
{
    private const string Code = "grpc-status";
    private const string Message = "grpc-message";

    /// <summary>A refusal before any method, in the format that a gRPC client reads.</summary>
    public static Task RefuseAsync(HttpContext http, ProblemReply problem)
    {
        TimeSpan? wait = int.TryParse(http.Response.Headers.RetryAfter, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;
        WriteOnly(http.Response, ProblemStatus.Of(problem, wait));
        http.NoteAnswer(problem.Status);
        return Task.CompletedTask;
    }

    /// <summary>Instead of a response: one block of headers.</summary>
    public static void WriteOnly(HttpResponse response, RpcException end)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = GrpcRequests.ContentType;
        response.Headers[Code] = ((int)end.StatusCode).ToString(CultureInfo.InvariantCulture);
        response.Headers[Message] = StatusMessage.Encode(end.Status.Detail);
        foreach (var entry in end.Trailers)
            response.Headers[entry.Key] = entry.IsBinary ? Convert.ToBase64String(entry.ValueBytes) : entry.Value;
    }

    /// <summary>Null: it has not ended, or its caller is gone.</summary>
    public static StatusCode? Of(HttpResponse response)
    {
        var trailers = response.HttpContext.Features.Get<IHttpResponseTrailersFeature>()?.Trailers;
        var code = response.Headers[Code] is [{ } early] ? early : trailers?[Code] is [{ } late] ? late : null;
        return int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (StatusCode)number : null;
    }

    /// <summary>Whether it contains more than a code and a text, as each of our refusals does.</summary>
    public static bool HasDetails(HttpResponse response) => response.Headers.ContainsKey(MetadataExtensions.StatusDetailsTrailerName);
}
