using System.Text.Json.Serialization;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;

namespace ChaosService.Model.Actions;

/// <summary>An action's own parameters, validated. Plain values: they are written into the plan as they are.</summary>
public abstract record ActionParameters
{
    /// <summary>The nodes that it speaks to; the target must have them.</summary>
    [JsonIgnore]
    public virtual IReadOnlyList<string> Nodes => [];
}

/// <summary>A kind of thing that an operator does to a target while load runs. A new one is a folder and a line.</summary>
public interface IActionKind
{
    string Name { get; }

    string Summary { get; }

    /// <summary>Reads the kind's own keys. Null when they cannot be used; the reader holds the problems.</summary>
    ActionParameters? Bind(MapReader reader);

    /// <summary>What would be done, for <c>plan</c>: <c>POST http://etcd1:2379/v3/… {"…"}, answered by 200</c>.</summary>
    string DryRun(ActionParameters parameters);

    IAction Create(ActionParameters parameters, ICluster cluster);
}

/// <summary>One action. It may be carried out several times, one after the other.</summary>
public interface IAction
{
    /// <summary>
    /// Never throws for what a network or a server does: that is an answer. Throws <see cref="OperationCanceledException"/> when the
    /// time for it is over; the action may have been carried out all the same.
    /// </summary>
    Task<ActionAnswer> ActAsync(CancellationToken limit);
}

/// <param name="Outcome">
/// <see cref="OpType.Ok"/>: answered as hoped for; <see cref="OpType.Fail"/>: answered otherwise; <see cref="OpType.Info"/>: nobody knows
/// whether it was carried out. Never <see cref="OpType.Invoke"/>.
/// </param>
/// <param name="Evidence">What was asked and answered, in a sentence.</param>
public sealed record ActionAnswer(OpType Outcome, string Evidence);
