using System.Runtime.CompilerServices;
using ChaosService.Model.Clusters;
using ChaosService.Model.Ids;

namespace ChaosService.Faults.Sharing;

/// <summary>What faults that meet on a cluster share, made when the first of them asks, and gone with the cluster.</summary>
/// <param name="isActive">Faults of this process are active there.</param>
internal sealed class PerCluster<T>(Func<ICluster, T> make, Func<T, bool> isActive) where T : class
{
    private readonly ConditionalWeakTable<ICluster, T> _clusters = [];

    public T Of(ICluster cluster) => _clusters.GetValue(cluster, c => make(c));

    /// <summary>Where faults of this process are active on the project; null: nowhere.</summary>
    public T? ActiveOn(ProjectName project) => _clusters.Where(c => c.Key.Project == project).Select(c => c.Value).FirstOrDefault(isActive);
}
