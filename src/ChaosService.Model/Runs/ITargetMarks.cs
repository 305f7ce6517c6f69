using ChaosService.Model.Clusters;
using ChaosService.Model.Ids;

namespace ChaosService.Model.Runs;

/// <summary>
/// Signs that somebody has a target, kept where the target is: everybody who uses the same container engine sees them, whatever state
/// directory they have. A sign says nothing by itself; who may have the target is decided by those who read them.
/// </summary>
public interface ITargetMarks
{
    /// <summary>Each is kept beside the others. Throws <see cref="ClusterUnavailableException"/> when the engine does not answer.</summary>
    Task PutAsync(TargetMark mark, CancellationToken cancellationToken);

    /// <param name="project">Null: of every project.</param>
    Task<IReadOnlyList<TargetMark>> ListAsync(ProjectName? project, CancellationToken cancellationToken);

    /// <summary>Nothing happens when it is not there.</summary>
    Task RemoveAsync(TargetMark mark, CancellationToken cancellationToken);
}

/// <param name="Boot">Of the machine: process ids begin again with each.</param>
public sealed record TargetMark(ProjectName Project, string RunId, ProcessIdentity Owner, string Boot, DateTimeOffset Since);
