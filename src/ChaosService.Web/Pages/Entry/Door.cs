using ChaosService.Contracts;
using ChaosService.Web.Pages.Frame;
using Microsoft.AspNetCore.Http;

namespace ChaosService.Web.Pages.Entry;

/// <summary>The page for who has not signed in.</summary>
internal static class Door
{
    /// <param name="problem">Null: nothing is wrong, one signs in here.</param>
    public static Task WriteAsync(HttpContext http, int status, ProblemReply? problem) =>
        PageWriter.WriteAsync<DoorPage>(http, status, new() { [nameof(DoorPage.Problem)] = problem });
}
