using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Ids;
using ChaosService.Model.Recovery;

namespace ChaosService.Model.Faults;

/// <summary>A kind of fault. A new one is one folder and one registration line.</summary>
public interface IFaultKind : ILeftoverReverter
{
    /// <summary>One line for <c>doctor</c> and the docs.</summary>
    string Summary { get; }

    /// <summary>
    /// Reads the kind's own keys, which stand beside the common ones. Null when they cannot be used; the reader holds the problems.
    /// </summary>
    FaultParameters? Bind(MapReader reader);

    /// <summary>
    /// What makes no sense on these nodes, known without looking at them: said when the experiment is read. Pure. Nodes may be placeholders
    /// such as <c>&lt;leader&gt;</c>.
    /// </summary>
    IEnumerable<FaultProblem> Check(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members) => [];

    /// <summary>Can this machine do it, and by which backend; if not, why and what would mend it.</summary>
    ValueTask<FaultAvailability> ProbeAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Exactly what would be done, as commands and documents, for people. Pure. Nodes may be placeholders such as <c>&lt;leader&gt;</c>.
    /// </summary>
    IReadOnlyList<string> DryRun(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members);

    /// <summary>The same for a kind that leaves part of it to chance: what this seed decides.</summary>
    IReadOnlyList<string> DryRun(
        FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members, long seed) =>
        DryRun(parameters, nodes, members);

    IFault Create(FaultRequest request);
}

/// <param name="Key">Of the parameter that it is about.</param>
/// <param name="Value">As it was written; null: there is none to show.</param>
public sealed record FaultProblem(string Key, string Message, string? Value, string Fix);

/// <param name="Detail">The backend (<c>netem</c>, <c>nfqueue</c>, …), or why not and the fix.</param>
public sealed record FaultAvailability(bool Available, string Detail);

/// <param name="Id">Unique in the run: <c>f1</c>, <c>f2</c>, …</param>
/// <param name="Nodes">The nodes to break, chosen already.</param>
/// <param name="Seed">Decides what the fault itself leaves to chance, such as jitter.</param>
public sealed record FaultRequest(
    string RunId, FaultId Id, FaultParameters Parameters, IReadOnlyList<ClusterNode> Nodes, ICluster Cluster, long Seed);
