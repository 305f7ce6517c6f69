using System.Data.Common;
using ChaosService.Engine.Journal;
using ChaosService.Engine.Running.Requests;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Suites;
using ChaosService.Model.Verdicts;

namespace ChaosService.Engine.Judging;

/// <summary>What <c>chaosctl</c> exits with. The first four follow the verdict; the rest follow sysexits.h.</summary>
public static class ExitCodes
{
    /// <summary>The verdict is valid, or the experiment's expectation is met.</summary>
    public const int Valid = 0;

    /// <summary>An invariant was violated, or the experiment's expectation is not met.</summary>
    public const int Invalid = 1;

    /// <summary>Could not decide.</summary>
    public const int Unknown = 2;

    /// <summary>Ended early: by the user, an abort condition, or no steady state.</summary>
    public const int Aborted = 3;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 64;

    /// <summary>The experiment or history file is wrong.</summary>
    public const int BadInput = 65;

    /// <summary>Something needed is unavailable: Docker, a node, the target is in use, a fault could not be reverted.</summary>
    public const int Unavailable = 69;

    /// <summary>A bug in ChaosService itself.</summary>
    public const int Internal = 70;

    /// <summary>
    /// With an expectation, meeting it is 0 and missing it is 1, except that unknown stays 2: a run that could not decide has
    /// neither met nor missed anything.
    /// </summary>
    public static int Of(RunVerdict verdict) => verdict switch
    {
        { Aborted: not null } => Aborted,
        { ExpectationMet: true } => Valid,
        { Outcome: Outcome.Unknown } => Unknown,
        { Expected: not null } => Invalid,
        { Outcome: Outcome.Invalid } => Invalid,
        _ => Valid,
    };

    /// <summary>Of a command, a run or a suite's member that could not go on.</summary>
    public static int Of(Exception e) => e switch
    {
        BadInputException => BadInput,
        TargetBusyException or ClusterUnavailableException or FaultUnavailableException => Unavailable,
        IOException or UnauthorizedAccessException or DbException => Unavailable,
        OperationCanceledException => Aborted,
        _ => Internal,
    };

    /// <summary>
    /// Of several histories: a violation is one whatever the others are; then one that could not be read, which may hide anything; then one
    /// that could not be decided.
    /// </summary>
    public static int Worst(IEnumerable<int> codes) => codes.MaxBy(c => c switch { Invalid => 3, BadInput => 2, Unknown => 1, _ => 0 });

    /// <summary>
    /// Of a suite: any invalid member is 1; otherwise any that could not be decided or could not be run is 2; otherwise, when it or a
    /// member ended early, 3.
    /// </summary>
    public static int Of(SuiteRun run) => run.Verdict switch
    {
        Outcome.Valid => Valid,
        Outcome.Invalid => Invalid,
        _ =>
            run.Members.Any(m => m is { Counts: Outcome.Unknown, State: MemberState.Finished or MemberState.Rejected }) ? Unknown : Aborted,
    };

    /// <summary>
    /// What a run counts as in its suite. A violation counts even when the run ended early, because an abort condition may end one that
    /// has shown enough, unless it is what the experiment expects.
    /// </summary>
    /// <param name="verdict">Null when the run has none.</param>
    /// <param name="expected">What the experiment expects; null when it has no expectation.</param>
    public static Outcome CountsAs(int? exitCode, Outcome? verdict, Outcome? expected) => exitCode switch
    {
        Valid => Outcome.Valid,
        Invalid => Outcome.Invalid,
        _ => verdict == Outcome.Invalid && expected is null or Outcome.Valid ? Outcome.Invalid : Outcome.Unknown,
    };
}
