using System.Text.Json.Serialization;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;

namespace ChaosService.Model.Actions;

/// <summary>An action's own parameters, validated. Plain values: they are written into the plan as they are.</summary>
public abstract record ActionParameters
{
    /// <summary>The nodes that it calls; the target must have them.</summary>
    [JsonIgnore]
    public virtual IReadOnlyList<string> Nodes => [];
}

/// <summary>A kind of action that an operator takes on a target during the load. A new one is a folder and a line.</summary>
public interface IActionKind
{
    string Name { get; }

    string Summary { get; }

    /// <summary>Reads the kind's own keys. Null when they are wrong; the reader holds the problems.</summary>
    ActionParameters? Bind(MapReader reader);

    /// <summary>What would be done, for <c>plan</c>: <c>POST http://etcd1:2379/v3/… {"…"}, answered by 200</c>.</summary>
    string DryRun(ActionParameters parameters);

    IAction Create(ActionParameters parameters, ICluster cluster);

    /// <summary>Overridden by kinds that act on keys of the run: those of its first load begin with <paramref name="keyPrefix"/>.</summary>
    IAction Create(ActionParameters parameters, ICluster cluster, string keyPrefix) => Create(parameters, cluster);
}

/// <summary>One action. It may be carried out several times, one after the other.</summary>
public interface IAction
{
    /// <summary>
    /// Never throws because of the network or a server: that is an answer. Throws <see cref="OperationCanceledException"/> when the
    /// time for it is over; the action may still have been carried out.
    /// </summary>
    Task<ActionAnswer> ActAsync(CancellationToken limit);
}

/// <param name="Outcome">
/// <see cref="OpType.Ok"/>: answered as expected; <see cref="OpType.Fail"/>: another answer; <see cref="OpType.Info"/>: nobody knows
/// whether it was carried out. Never <see cref="OpType.Invoke"/>.
/// </param>
/// <param name="Evidence">The request and the answer, in a sentence.</param>
public sealed record ActionAnswer(OpType Outcome, string Evidence);
