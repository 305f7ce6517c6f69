using ChaosService.Contracts;
using ChaosService.Web.Access.Browser;
using ChaosService.Web.Access.Callers;
using ChaosService.Web.Pages.Entry;
using ChaosService.Web.Pages.Frame;
using ChaosService.Web.Problems;
using Microsoft.AspNetCore.Http;

namespace ChaosService.Web.Pages.Problems;

/// <summary>Refusals as people see them in a browser, where programs get a problem+json.</summary>
internal sealed class ProblemPages(PageFrames frames) : IProblemForm
{
    /// <summary>Whether it is a person who looks: the browser asks for a page, or for what only pages are at.</summary>
    public bool IsWanted(HttpContext http) => http.WantsPage() || (http.Caller() is not null && IsPage(http));

    public Task WriteAsync(HttpContext http, ProblemReply problem)
    {
        // Where a report is looked for and not found, it is one of our own pages all the same.
        http.Response.Headers.ContentSecurityPolicy = SecurityHeaders.Pages;
        // Who is not signed in is told nothing of the service; and when it is broken, the page around the problem may be, too.
        return http.Caller() is null || problem.Status == StatusCodes.Status500InternalServerError
            ? Door.WriteAsync(http, problem.Status, problem)
            : new PageResult<ProblemPage, ProblemReply>(frames.Of(http), problem, problem.Status).ExecuteAsync(http);
    }

    private static bool IsPage(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<PageAddress>() is not null;
}

/// <summary>Of an endpoint at which there is nothing but a page.</summary>
internal sealed record PageAddress;
