using ChaosService.Contracts;
using ChaosService.Web.Pages.Frame;
using Microsoft.AspNetCore.Http;

namespace ChaosService.Web.Pages.Entry;

/// <summary>The page for users who have not signed in.</summary>
internal static class Door
{
    /// <param name="problem">Null: no error, just the sign-in form.</param>
    public static Task WriteAsync(HttpContext http, int status, ProblemReply? problem) =>
        PageWriter.WriteAsync<DoorPage>(http, status, new() { [nameof(DoorPage.Problem)] = problem });
}
