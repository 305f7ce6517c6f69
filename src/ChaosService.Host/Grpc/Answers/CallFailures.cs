using ChaosService.Host.Access.Audit;
using ChaosService.Host.Grpc.Protocol;
using ChaosService.Host.Service;
using ChaosService.Host.Service.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ChaosService.Host.Grpc.Answers;

/// <summary>Calls are refused by the same rules as requests of the API, and with the same words.</summary>
internal sealed class CallFailures(ILogger<CallFailures> log) : ICallFailures
{
    public RpcException Of(Exception e, HttpContext http)
    {
        var problem = ProblemAnswers.Of(e, http);
        if (problem.Status >= StatusCodes.Status500InternalServerError) log.RequestFailed(e, http.Request.Path);
        return ProblemStatus.Of(problem, (e as RefusedException)?.RetryAfter);
    }

    public void Note(HttpContext http, StatusCode code) => http.NoteAnswer(CodeOfProblem.ToHttp(code));
}
