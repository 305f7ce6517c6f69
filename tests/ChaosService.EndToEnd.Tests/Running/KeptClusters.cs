using System.Collections.Concurrent;

[assembly: AssemblyFixture(typeof(ChaosService.EndToEnd.Tests.Running.KeptClusters))]

namespace ChaosService.EndToEnd.Tests.Running;

/// <summary>
/// Attached clusters that a test left as it found them, for the next in its lane: bringing one up takes longer than most of what is done
/// to it. Gone when all tests are through.
/// </summary>
public sealed class KeptClusters : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<string, AttachedCluster> ByProject = new();

    /// <summary>Null when none is kept.</summary>
    internal static AttachedCluster? Take(string project) => ByProject.TryRemove(project, out var cluster) ? cluster : null;

    internal static void Keep(AttachedCluster cluster) => Assert.True(ByProject.TryAdd(cluster.Name, cluster));

    public async ValueTask DisposeAsync()
    {
        foreach (var cluster in ByProject.Values) await cluster.DownAsync();
    }
}
