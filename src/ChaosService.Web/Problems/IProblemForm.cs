using ChaosService.Contracts;
using Microsoft.AspNetCore.Http;

namespace ChaosService.Web.Problems;

/// <summary>A format of refusals for certain callers. All other callers get a problem+json.</summary>
internal interface IProblemForm
{
    bool IsWanted(HttpContext http);

    Task WriteAsync(HttpContext http, ProblemReply problem);
}
