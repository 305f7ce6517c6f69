using ChaosService.Model.Ids;
using ChaosService.Model.Recovery;

namespace ChaosService.Model.Clusters;

/// <summary>What to bring up or attach to.</summary>
/// <param name="Project">Compose project: the one to create, or the running one to attach to.</param>
/// <param name="Settings">Environment of the compose file.</param>
/// <param name="RunId">Labels what is created, so that leftovers can be found.</param>
/// <param name="Keep">The target stays up: <see cref="IClusterProvider.DownAsync"/> then removes nothing, and only its recipe does.</param>
public sealed record ClusterRequest(
    TargetDefinition Definition, ProjectName Project, bool Attach, IReadOnlyDictionary<string, string> Settings, string RunId,
    bool Keep = false);

/// <summary>
/// Brings targets up and down. As a <see cref="ILeftoverReverter"/> of the kind <c>target</c> it also takes down what a killed run left.
/// </summary>
public interface IClusterProvider : ILeftoverReverter
{
    /// <summary>The undo of <see cref="UpAsync"/>, to be journalled before it. Null when attaching: nothing is created.</summary>
    RevertRecipe? RecipeFor(ClusterRequest request);

    /// <summary>
    /// Starts the target, or finds the running one. Then the containers run; the database's health is checked separately.
    /// </summary>
    Task<ICluster> UpAsync(ClusterRequest request, IProgress<string> progress, CancellationToken cancellationToken);

    /// <summary>Removes what <see cref="UpAsync"/> created; nothing when attached or kept. Idempotent.</summary>
    Task DownAsync(ICluster cluster, IProgress<string> progress, CancellationToken cancellationToken);
}
