using System.Text.Json.Serialization;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Model.Checks;

/// <summary>A check's own parameters, validated. Plain values: they are written into the plan as they are.</summary>
public abstract record CheckParameters
{
    /// <summary>In a soak: judged once over the whole soak, not window by window, because one window is too short.</summary>
    [JsonIgnore]
    public virtual bool OverWholeSoak => false;

    /// <summary>Only useful in a soak: it looks at the data that earlier windows left.</summary>
    [JsonIgnore]
    public virtual bool ComparesWindows => false;

    /// <summary>Judges the answers of the steady-state probes, so the experiment needs some.</summary>
    [JsonIgnore]
    public virtual bool JudgesProbes => false;

    /// <summary>Judges the answers to the operator's actions, so the experiment needs some.</summary>
    [JsonIgnore]
    public virtual bool JudgesActions => false;

    /// <summary>The topics of the observations that it judges, so the database must show them.</summary>
    [JsonIgnore]
    public virtual IReadOnlyList<string> JudgedTopics => [];

    /// <summary>Objectives that can be counted op by op during the run: its error budgets. None for most checks.</summary>
    [JsonIgnore]
    public virtual IReadOnlyList<ServiceObjective> Objectives => [];
}

/// <summary>A kind of check: history in, verdict out. Pure.</summary>
public interface ICheckKind
{
    string Name { get; }

    string Summary { get; }

    /// <summary>Reads the check's parameters; the map may be empty. Null when they are wrong; the reader holds the problems.</summary>
    CheckParameters? Bind(MapReader reader);

    /// <summary>The verdict on a whole history. If the budget runs out, it is unknown, with the reason.</summary>
    CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget);

    /// <summary>The streaming form of the check, for use during the run; null when there is none.</summary>
    IStreamingCheck? Stream(CheckParameters parameters);
}

/// <summary>The resources that a check may use. Time is a token, because a pure check has no clock.</summary>
public sealed record CheckBudget(long MemoryBytes, CancellationToken Deadline)
{
    public static CheckBudget Unlimited { get; } = new(long.MaxValue, CancellationToken.None);
}
