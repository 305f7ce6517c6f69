using ChaosService.Contracts;
using Microsoft.AspNetCore.Http;

namespace ChaosService.Web.Problems;

/// <summary>A form in which some callers read refusals. Who reads none of them gets a problem+json.</summary>
internal interface IProblemForm
{
    bool IsWanted(HttpContext http);

    Task WriteAsync(HttpContext http, ProblemReply problem);
}
