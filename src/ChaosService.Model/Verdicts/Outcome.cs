namespace ChaosService.Model.Verdicts;

/// <summary>A verdict has three values. Merged, the highest wins: invalid over unknown over valid.</summary>
public enum Outcome
{
    Valid = 0,

    /// <summary>Could not decide. Never to be folded into success.</summary>
    Unknown = 1,

    Invalid = 2,
}

/// <summary>How outcomes are merged.</summary>
public static class Outcomes
{
    /// <summary>The worst of all. Nothing checked is <see cref="Outcome.Unknown"/>.</summary>
    public static Outcome Merge(IEnumerable<Outcome> outcomes) => outcomes.DefaultIfEmpty(Outcome.Unknown).Max();
}
