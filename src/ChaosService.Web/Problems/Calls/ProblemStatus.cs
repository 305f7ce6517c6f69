using ChaosService.Contracts;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using RpcStatus = Google.Rpc.Status;

namespace ChaosService.Web.Problems.Calls;

/// <summary>
/// A refusal of the API as a gRPC status: the same wording, and the details for programs in <c>grpc-status-details-bin</c>.
/// </summary>
internal static class ProblemStatus
{
    private const string Domain = "chaosservice";

    /// <summary>Clients accept 8 KiB of trailers, and base64 adds a third to this.</summary>
    private const int DetailBytesMax = 4 << 10;

    private const int TextMax = 1024;

    public static RpcException Of(ProblemReply problem, TimeSpan? retryAfter = null)
    {
        var code = CodeOfProblem.Of(problem.Status);
        var details = new RpcStatus { Code = (int)code, Message = Shortened(Text(problem)) };
        details.Details.Add(Any.Pack(Info(problem)));
        if (retryAfter is { } wait) details.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(wait) }));
        if (code == StatusCode.InvalidArgument)
            details.Details.Add(Any.Pack(Violations(problem, DetailBytesMax - details.CalculateSize())));
        return details.ToRpcException();
    }

    /// <summary>The field's name in gRPC: REST's <c>$.seed</c> and <c>?label</c> are <c>seed</c> and <c>labels</c> here.</summary>
    private static string Field(string field) => field.TrimStart('$', '.', '?', '{').TrimEnd('}') switch
    {
        "label" => "labels",
        "Idempotency-Key" => "idempotency_key",
        "Authorization" => "authorization",
        var name => name,
    };

    private static string Text(ProblemReply problem)
    {
        var place = problem.Field is { } field ? $"{Field(field)}: " : "";
        var value = problem.Value is { } found ? $": \"{found}\"" : "";
        return $"{place}{problem.Detail}{value}{(problem.Fix is { } fix ? $"; {fix}" : "")}";
    }

    private static ErrorInfo Info(ProblemReply problem)
    {
        var info = new ErrorInfo { Reason = problem.Title.ToUpperInvariant().Replace(' ', '_'), Domain = Domain };
        if (problem.Field is { } field) info.Metadata["field"] = Field(field);
        if (problem.Value is { } value) info.Metadata["value"] = value;
        if (problem.Fix is { } fix) info.Metadata["fix"] = fix;
        return info;
    }

    /// <summary>As many as there is room for, and the number of the others.</summary>
    private static BadRequest Violations(ProblemReply problem, int bytesMax)
    {
        var request = new BadRequest();
        if (problem.Field is { } field) request.FieldViolations.Add(Violation(Field(field), Shortened(Text(problem))));
        var problems = problem.Problems ?? [];
        for (var i = 0; i < problems.Count; i++)
        {
            var p = problems[i];
            var value = p.Value is { } found ? $": \"{found}\"" : "";
            var next = Violation($"{p.File}:{p.Line}:{p.Column}", $"{p.Message}{value}; {p.Fix}");
            if (request.CalculateSize() + next.CalculateSize() > bytesMax)
            {
                request.FieldViolations.Add(Violation("experiment", $"and {problems.Count - i} more problems"));
                break;
            }
            request.FieldViolations.Add(next);
        }
        return request;
    }

    private static BadRequest.Types.FieldViolation Violation(string field, string description) =>
        new() { Field = field, Description = description };

    /// <summary>Does not split a character.</summary>
    private static string Shortened(string text) =>
        text.Length <= TextMax ? text
        : char.IsHighSurrogate(text[TextMax - 1]) ? text[..(TextMax - 1)] + "…"
        : text[..TextMax] + "…";
}
