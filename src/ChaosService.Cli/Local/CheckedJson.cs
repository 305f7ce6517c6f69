using ChaosService.Engine.Judging;
using ChaosService.Model.Verdicts;

namespace ChaosService.Cli.Local;

/// <summary>Histories that were judged, for programs.</summary>
internal static class CheckedJson
{
    /// <param name="file">As given by the user.</param>
    public static object Of(string file, RunVerdict verdict) => new
    {
        file,
        verdict = verdict.Outcome,
        reason = verdict.Reason,
        exitCode = ExitCodes.Of(verdict),
        checks = VerdictJson.Checks(verdict),
    };

    /// <summary>For several histories: the worst verdict, as for one, and each of them.</summary>
    public static object Of(IReadOnlyList<CheckedHistory> histories)
    {
        var exitCode = ExitCodes.Worst(histories.Select(h => h.ExitCode));
        return new
        {
            verdict = exitCode switch { ExitCodes.Valid => Outcome.Valid, ExitCodes.Invalid => Outcome.Invalid, _ => Outcome.Unknown },
            exitCode,
            histories = histories.Select(h => h.Verdict is { } verdict
                ? Of(h.Named, verdict)
                : new { file = h.Named, exitCode = h.ExitCode, error = h.Trouble }),
        };
    }
}
