using ChaosService.Contracts;
using Microsoft.AspNetCore.Http;

namespace ChaosService.Web.Problems.Calls;

/// <summary>Refusals as gRPC's clients read them, for calls that come to no method.</summary>
internal sealed class CallProblems : IProblemForm
{
    public bool IsWanted(HttpContext http) => http.Request.IsGrpc();

    public Task WriteAsync(HttpContext http, ProblemReply problem) => CallStatus.RefuseAsync(http, problem);
}
