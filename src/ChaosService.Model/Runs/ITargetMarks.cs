using ChaosService.Model.Clusters;
using ChaosService.Model.Ids;

namespace ChaosService.Model.Runs;

/// <summary>
/// Marks that a run has a target, kept where the target is: everyone who uses the same container engine sees them, whatever state
/// directory they have. A mark alone decides nothing; its readers decide which run may have the target.
/// </summary>
public interface ITargetMarks
{
    /// <summary>Existing marks stay. Throws <see cref="ClusterUnavailableException"/> when the engine does not answer.</summary>
    Task PutAsync(TargetMark mark, CancellationToken cancellationToken);

    /// <param name="project">Null: of every project.</param>
    Task<IReadOnlyList<TargetMark>> ListAsync(ProjectName? project, CancellationToken cancellationToken);

    /// <summary>Does nothing when it does not exist.</summary>
    Task RemoveAsync(TargetMark mark, CancellationToken cancellationToken);
}

/// <param name="Boot">The machine's boot id: process ids start over with each boot.</param>
public sealed record TargetMark(ProjectName Project, string RunId, ProcessIdentity Owner, string Boot, DateTimeOffset Since);
