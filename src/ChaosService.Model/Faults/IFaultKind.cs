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
    /// Reads the kind's own keys, which are next to the common ones. Null when they are wrong; the reader holds the problems.
    /// </summary>
    FaultParameters? Bind(MapReader reader);

    /// <summary>Whether it acts on a node's container, or in its network: a node that is known by its address alone has neither.</summary>
    bool NeedsContainer => true;

    /// <summary>
    /// Problems with these nodes that are known without inspecting them; reported when the experiment is read. Pure. Nodes may be
    /// placeholders such as <c>&lt;leader&gt;</c>.
    /// </summary>
    IEnumerable<FaultProblem> Check(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members) => [];

    /// <summary>Whether this machine can do it, and by which backend; if not, why, and the fix.</summary>
    ValueTask<FaultAvailability> ProbeAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Exactly what would be done, as commands and documents, for people. Pure. Nodes may be placeholders such as <c>&lt;leader&gt;</c>.
    /// </summary>
    IReadOnlyList<string> DryRun(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members);

    /// <summary>The same for a kind with random choices: with those that this seed makes.</summary>
    IReadOnlyList<string> DryRun(
        FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members, long seed) =>
        DryRun(parameters, nodes, members);

    IFault Create(FaultRequest request);
}

/// <param name="Key">The key of the parameter.</param>
/// <param name="Value">The value as written; null: there is none to show.</param>
public sealed record FaultProblem(string Key, string Message, string? Value, string Fix);

/// <param name="Detail">The backend (<c>netem</c>, <c>nfqueue</c>, …), or why not and the fix.</param>
public sealed record FaultAvailability(bool Available, string Detail);

/// <param name="Id">Unique in the run: <c>f1</c>, <c>f2</c>, …</param>
/// <param name="Nodes">The chosen nodes.</param>
/// <param name="Seed">Decides the fault's own random choices, such as jitter.</param>
public sealed record FaultRequest(
    string RunId, FaultId Id, FaultParameters Parameters, IReadOnlyList<ClusterNode> Nodes, ICluster Cluster, long Seed);
