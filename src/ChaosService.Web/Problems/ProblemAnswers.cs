using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChaosService.Contracts;
using ChaosService.Engine.Tokens;
using ChaosService.Service.Logging;
using ChaosService.Service.Replies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChaosService.Web.Problems;

/// <summary>
/// Every refusal is a problem+json, or a page for browsers: those of the endpoints, of the routing, of the server, and internal errors.
/// </summary>
internal sealed class ProblemAnswers(RequestDelegate next, ILogger<ProblemAnswers> log)
{
    private static readonly JsonSerializerOptions Sparse =
        new(WireJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
            if (http.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
                await WriteAsync(http, OfStatus(http));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // There is no client to answer.
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            if (e is RefusedException { RetryAfter: { } after })
                http.Response.Headers.RetryAfter = ((int)Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            var problem = Of(e, http);
            if (problem.Status >= 500) log.RequestFailed(e, http.Request.Path);
            await WriteAsync(http, problem);
        }
    }

    public static async Task WriteAsync(HttpContext http, ProblemReply problem)
    {
        if (http.RequestServices.GetServices<IProblemForm>().FirstOrDefault(f => f.IsWanted(http)) is { } form)
        {
            await form.WriteAsync(http, problem);
            return;
        }
        http.Response.StatusCode = problem.Status;
        http.Response.ContentType = "application/problem+json";
        await http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(problem, Sparse), http.RequestAborted);
    }

    public static ProblemReply Of(Exception e, HttpContext http) => e switch
    {
        RefusedException refused => refused.Problem,
        BadHttpRequestException { StatusCode: 413 } => new ProblemReply(
            "too large", 413, "the body is larger than is taken", "body", null,
            $"send at most {http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize >> 10} KiB (bodyLimitKib)"),
        BadHttpRequestException bad =>
            new ProblemReply("bad input", bad.StatusCode, bad.Message, Fix: "see /openapi/v1.json for what this address takes"),
        DbException database => new ProblemReply(
            "unavailable", 503, $"the state database cannot be used: {database.Message}",
            Fix: "make room on the disk of the state directory, or see that the shared store can be reached, then try again; running "
                + "faults are reverted all the same"),
        _ => new ProblemReply(
            "internal", 500, "a fault in ChaosService itself", Fix: "please report it with what the service's log says of this moment"),
    };

    private static ProblemReply OfStatus(HttpContext http)
    {
        var (method, path) = (Shown(http.Request.Method), Shown(http.Request.Path.Value));
        return http.Response.StatusCode switch
        {
            404 => new ProblemReply(
                "not found", 404, "there is nothing at this address", "path", path,
                "the pages begin at /, and /openapi/v1.json lists the addresses for programs"),
            405 => new ProblemReply(
                "method not allowed", 405, $"this address does not take {method}", "method", method, $"use {http.Response.Headers.Allow}"),
            415 => new ProblemReply(
                "unsupported media type", 415, "this address does not take this type of body", "Content-Type",
                Shown(http.Request.ContentType), "send application/json, or application/yaml for an experiment"),
            var status => new ProblemReply("refused", status, $"{method} {path} was refused with {status}", Fix: "see /openapi/v1.json"),
        };
    }

    /// <summary>Short, and without a token that was put in the wrong place.</summary>
    private static string? Shown(string? text) => text is null ? null : RefusedException.Excerpt(TokenText.HideIn(text));
}
