using ChaosService.Model.Histories;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Clients;
using ChaosService.Workloads.Redis.Resp;

namespace ChaosService.Workloads.Redis;

/// <summary>What is known of an op after an error. Fail needs proof; everything else is info.</summary>
internal static class RedisOutcome
{
    public const string ReadOnly = "READONLY";

    /// <summary>The codes with which Redis refuses a command before it touches the data.</summary>
    private static readonly HashSet<string> Refusals = new(StringComparer.Ordinal)
    {
        ReadOnly, "NOREPLICAS", "LOADING", "MASTERDOWN", "MISCONF", "CLUSTERDOWN", "OOM", "NOAUTH", "NOPERM", "DENIED",
    };

    /// <summary>The first word of an error reply.</summary>
    public static string Code(RespValue error) => error.Text.Split(' ', 2)[0];

    public static OpResult OfError(RespValue error, string f, string node)
    {
        var code = Code(error);
        return Functions.ChangesNothing(f) || Refusals.Contains(code) ? OpResult.Fail(code, node) : OpResult.Info(code, node);
    }

    /// <summary>The request was sent, at least in part, and no answer arrived.</summary>
    public static OpResult OfBroken(Exception exception, string? node, CancellationToken cutOff) => OpResult.Info(
        exception switch
        {
            OperationCanceledException => cutOff.IsCancellationRequested ? Errors.CutOff : Errors.Timeout,
            RespException => "answer is not RESP",
            _ => Errors.ConnectionBroken,
        },
        node);
}
