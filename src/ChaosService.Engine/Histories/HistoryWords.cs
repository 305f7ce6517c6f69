using ChaosService.Model.Histories;

namespace ChaosService.Engine.Histories;

/// <summary>The words in a history line that are not function names. docs/history.md describes the format.</summary>
internal static class HistoryWords
{
    public const string Nemesis = "nemesis";
    public const string Run = "run";
    public const string Monitor = "monitor";

    /// <summary>Its lines are an <see cref="ActionEvent"/> each; their <c>f</c> is the action's name.</summary>
    public const string Operator = "operator";

    /// <summary>Its lines are an <see cref="Observation"/> each; their <c>f</c> is the topic.</summary>
    public const string Observer = "observer";

    /// <summary>A <see cref="ResourceSample"/>.</summary>
    public const string Resources = "resources";

    /// <summary>A <see cref="CarriedRead"/>.</summary>
    public const string Carried = "carried";

    /// <summary>A <see cref="ProbeReading"/>.</summary>
    public const string Probe = "probe";

    /// <summary>Not a phase: the recorder's note that events are missing from here on.</summary>
    public const string Dropped = "dropped";

    private static readonly string[] Steps = ["inject", "injected", "effect", "revert", "reverted", "recovery", "gap", "failed", "skipped"];

    private static readonly string[] Phases =
        ["load-started", "load-ended", "converged", "quiet-started", "final-reads-started", "final-reads-ended", "ended"];

    public static string Of(FaultStep step) => Steps[(int)step];

    public static string Of(RunPhase phase) => Phases[(int)phase];

    public static FaultStep? Step(string word) => Array.IndexOf(Steps, word) is >= 0 and var i ? (FaultStep)i : null;

    public static RunPhase? Phase(string word) => Array.IndexOf(Phases, word) is >= 0 and var i ? (RunPhase)i : null;
}
