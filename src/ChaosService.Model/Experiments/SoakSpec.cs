namespace ChaosService.Model.Experiments;

/// <summary>Makes a run a chain of windows on one target that stays up, each planned, recorded and judged separately.</summary>
/// <param name="Window">How long each window's load runs; the experiment's duration is a whole number of these.</param>
/// <param name="Keep">How many of the latest valid windows keep their history.</param>
/// <param name="Evidence">How many invalid windows, and how many unknown ones, keep their history: the first ones, which are never
/// removed.</param>
/// <param name="Only">Run this one window, from 1, as an ordinary run; null: all of them.</param>
public sealed record SoakSpec(TimeSpan Window, int Keep, int Evidence, SoakStop StopOn, int? Only = null);

/// <summary>What ends a soak before its time.</summary>
public enum SoakStop
{
    Never,

    /// <summary>The first invalid window.</summary>
    Invalid,
}
