using ChaosService.Contracts;
using ChaosService.Host.Access;
using ChaosService.Host.Access.Browser;
using ChaosService.Host.Pages.Entry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ChaosService.Host.Pages.Problems;

/// <summary>Refusals as people see them in a browser, where programs get a problem+json.</summary>
internal static class ProblemPages
{
    /// <summary>Whether it is a person who looks: the browser asks for a page, or for what only pages are at.</summary>
    public static bool IsWanted(HttpContext http) =>
        http.RequestServices.GetService<PageFrames>() is not null && (http.WantsPage() || (http.Caller() is not null && IsPage(http)));

    public static Task WriteAsync(HttpContext http, ProblemReply problem)
    {
        // Where a report is looked for and not found, it is one of our own pages all the same.
        http.Response.Headers.ContentSecurityPolicy = SecurityHeaders.Pages;
        // Who is not signed in is told nothing of the service; and when it is broken, the page around the problem may be, too.
        return http.Caller() is null || problem.Status == StatusCodes.Status500InternalServerError
            ? DoorAsync(http, problem.Status, problem)
            : new PageResult<ProblemPage, ProblemReply>(Frame(http), problem, problem.Status).ExecuteAsync(http);
    }

    /// <param name="problem">Null: nothing is wrong, one signs in here.</param>
    public static Task DoorAsync(HttpContext http, int status, ProblemReply? problem) =>
        PageWriter.WriteAsync<DoorPage>(http, status, new() { [nameof(DoorPage.Problem)] = problem });

    private static bool IsPage(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<PageAddress>() is not null;

    private static PageFrame Frame(HttpContext http) => http.RequestServices.GetRequiredService<PageFrames>().Of(http);
}

/// <summary>Of an endpoint at which there is nothing but a page.</summary>
internal sealed record PageAddress;
