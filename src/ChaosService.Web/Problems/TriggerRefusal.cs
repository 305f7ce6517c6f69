using ChaosService.Contracts;
using ChaosService.Service.Replies;
using ChaosService.Service.Triggers;

namespace ChaosService.Web.Problems;

/// <summary>Why a run, or the run of a suite, was not accepted.</summary>
internal static class TriggerRefusal
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    /// <param name="field">The field that is wrong in the request; null: no single field.</param>
    /// <param name="fix">The fix for invalid input.</param>
    public static RefusedException Of(TriggerResult result, string? field, string? fix) => result.Status switch
    {
        TriggerStatus.TargetBusy =>
            RefusedException.Conflict(result.Message!, "wait for that run, abort it, or trigger with concurrency queue or replace"),
        TriggerStatus.Halted =>
            new(new ProblemReply("halted", 409, result.Message!, Fix: "POST /api/v1/resume when it is safe to break things again")),
        TriggerStatus.QueueFull =>
            new(new ProblemReply("too many requests", 429, result.Message!, Fix: "try again later")) { RetryAfter = RetryAfter },
        _ => new(new ProblemReply(
            "bad input", 422, result.Message!, field, Fix: fix, Problems: [.. (result.Problems ?? []).Select(Wire.Problem)])),
    };
}
