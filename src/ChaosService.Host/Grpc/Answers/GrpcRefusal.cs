using System.Globalization;
using ChaosService.Contracts;
using ChaosService.Host.Access.Audit;
using ChaosService.Host.Grpc.Protocol;
using Microsoft.AspNetCore.Http;

namespace ChaosService.Host.Grpc.Answers;

/// <summary>Tells a gRPC caller what was refused before its call reached a method: no token, too many changes, a foreign host.</summary>
internal static class GrpcRefusal
{
    public static Task WriteAsync(HttpContext http, ProblemReply problem)
    {
        TimeSpan? wait = int.TryParse(http.Response.Headers.RetryAfter, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;
        var refusal = ProblemStatus.Of(problem, wait);
        StatusAnswer.WriteOnly(http.Response, refusal.Status, refusal.Trailers);
        http.NoteAnswer(problem.Status);
        return Task.CompletedTask;
    }
}
