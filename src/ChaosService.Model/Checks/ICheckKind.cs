using System.Text.Json.Serialization;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Model.Checks;

/// <summary>A check's own parameters, validated. Plain values: they are written into the plan as they are.</summary>
public abstract record CheckParameters
{
    /// <summary>In a soak: judged once over all of it, not window by window, because one window is too short to tell.</summary>
    [JsonIgnore]
    public virtual bool OverWholeSoak => false;

    /// <summary>Means something in a soak alone: it looks at what earlier windows left.</summary>
    [JsonIgnore]
    public virtual bool ComparesWindows => false;

    /// <summary>Judges what the probes of the steady state answered, so the experiment needs some.</summary>
    [JsonIgnore]
    public virtual bool JudgesProbes => false;

    /// <summary>Judges what the operator's actions were answered, so the experiment needs some.</summary>
    [JsonIgnore]
    public virtual bool JudgesActions => false;

    /// <summary>The topics of the observations that it judges, so the database must show them.</summary>
    [JsonIgnore]
    public virtual IReadOnlyList<string> JudgedTopics => [];

    /// <summary>What of it can be counted op by op while the run goes on: its error budgets. None for most checks.</summary>
    [JsonIgnore]
    public virtual IReadOnlyList<ServiceObjective> Objectives => [];
}

/// <summary>A kind of check: history in, verdict out. Pure.</summary>
public interface ICheckKind
{
    string Name { get; }

    string Summary { get; }

    /// <summary>Reads the check's parameters; the map may be empty. Null when they cannot be used; the reader holds the problems.</summary>
    CheckParameters? Bind(MapReader reader);

    /// <summary>The verdict over a whole history. Out of budget is unknown, with the reason.</summary>
    CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget);

    /// <summary>The same check while the run goes on; null where there is no streaming form.</summary>
    IStreamingCheck? Stream(CheckParameters parameters);
}

/// <summary>What a check may use. Time is a token, because a pure check has no clock.</summary>
public sealed record CheckBudget(long MemoryBytes, CancellationToken Deadline)
{
    public static CheckBudget Unlimited { get; } = new(long.MaxValue, CancellationToken.None);
}
