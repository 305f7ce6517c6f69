using ChaosService.Contracts;
using Microsoft.AspNetCore.Http;

namespace ChaosService.Web.Problems.Calls;

/// <summary>Refusals in the format of gRPC clients, for calls that reach no method.</summary>
internal sealed class CallProblems : IProblemForm
{
    public bool IsWanted(HttpContext http) => http.Request.IsGrpc();

    public Task WriteAsync(HttpContext http, ProblemReply problem) => CallStatus.RefuseAsync(http, problem);
}
