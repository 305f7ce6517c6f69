using ChaosService.Engine.Tokens;
using ChaosService.Service.Audit;
using ChaosService.Web.Access.Callers;
using ChaosService.Web.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace ChaosService.Web.Access.Audit;

/// <summary>
/// Records every change that a known caller requests. Requests of unknown callers and those over the limit changed nothing and are only
/// logged: in the bounded audit file they could displace the evidence about other callers.
/// </summary>
internal sealed class AuditTrail(RequestDelegate next, AuditLog audit, TimeProvider time, ILogger<AuditTrail> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!context.IsChange() || context.Caller() is not { } caller || context.GetEndpoint() is not RouteEndpoint)
        {
            await next(context);
            return;
        }
        var subject = new AuditSubject();
        context.Features.Set(subject);
        var failed = true;
        try
        {
            await next(context);
            failed = context.Answer() >= StatusCodes.Status500InternalServerError;
        }
        finally
        {
            if (context.Answer() != StatusCodes.Status429TooManyRequests) await RecordAsync(Entry(context, caller, subject, failed));
        }
    }

    private async Task RecordAsync(AuditEntry entry)
    {
        try
        {
            await audit.AppendAsync(entry);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The change has been made. A full disk must not prevent a halt or a revert, so the log is the record.
            log.NotAudited(entry.Who, entry.What, entry.From, entry.Result, e.Message);
        }
    }

    private AuditEntry Entry(HttpContext context, Caller caller, AuditSubject subject, bool failed)
    {
        var route = ((RouteEndpoint)context.GetEndpoint()!).RoutePattern.RawText;
        foreach (var (name, value) in context.Request.RouteValues) subject.Add(name, $"{value}");
        var status = failed ? Math.Max(context.Answer(), StatusCodes.Status500InternalServerError) : context.Answer();
        return new AuditEntry(
            time.GetUtcNow(), caller.Name, caller.Role.ToString().ToLowerInvariant(), $"{context.Connection.RemoteIpAddress}",
            TokenText.HideIn($"{context.Request.Method} {route}"), subject.Values, status,
            failed ? AuditResult.Failed : status >= StatusCodes.Status400BadRequest ? AuditResult.Refused : AuditResult.Done);
    }
}
