using ChaosService.Contracts;
using ChaosService.Web.Access.Browser;
using ChaosService.Web.Access.Callers;
using ChaosService.Web.Pages.Entry;
using ChaosService.Web.Pages.Frame;
using ChaosService.Web.Problems;
using Microsoft.AspNetCore.Http;

namespace ChaosService.Web.Pages.Problems;

/// <summary>Refusals as people see them in a browser; programs get a problem+json.</summary>
internal sealed class ProblemPages(PageFrames frames) : IProblemForm
{
    /// <summary>Whether the request comes from a person: the browser asks for a page, or for an address that only has pages.</summary>
    public bool IsWanted(HttpContext http) => http.WantsPage() || (http.Caller() is not null && IsPage(http));

    public Task WriteAsync(HttpContext http, ProblemReply problem)
    {
        // A report that was not found is answered with one of our own pages.
        http.Response.Headers.ContentSecurityPolicy = SecurityHeaders.Pages;
        // Callers who are not signed in learn nothing about the service; and after an internal error the frame of the page may be broken,
        // too.
        return http.Caller() is null || problem.Status == StatusCodes.Status500InternalServerError
            ? Door.WriteAsync(http, problem.Status, problem)
            : new PageResult<ProblemPage, ProblemReply>(frames.Of(http), problem, problem.Status).ExecuteAsync(http);
    }

    private static bool IsPage(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<PageAddress>() is not null;
}

/// <summary>Marks an endpoint that only has a page.</summary>
internal sealed record PageAddress;
