using ChaosService.Engine.Journal;
using ChaosService.Engine.Recovery;
using ChaosService.Model.Clusters;
using ChaosService.Model.Ids;
using ChaosService.Model.Runs;
using ChaosService.Service.Replies;

namespace ChaosService.Service.Targets;

/// <summary>
/// Creates and removes kept targets. One is in the fault journal until it is up, and among the kept ones from then on: whenever
/// the service ends, it is known what to remove.
/// </summary>
internal sealed class TargetKeeper(
    IClusterProvider clusters, KeptTargets kept, IFaultJournal journal, Leftovers leftovers, TimeProvider time)
{
    private static readonly FaultId JournalId = new("target");

    /// <summary>Null when it is not kept.</summary>
    public KeptTarget? Find(ProjectName project) => kept.Find(project);

    /// <summary>Reverts first what others left on it. What was made of it is removed when it does not come up.</summary>
    public async Task BringUpAsync(ClusterRequest request, CancellationToken stop)
    {
        await leftovers.RevertAsync(ofLivingToo: false, heldProject: request.Project, stop);
        var entry =
            new JournalEntry(request.RunId, JournalId, request.Project, clusters.RecipeFor(request)!, time.GetUtcNow(), Processes.Current);
        journal.Open(entry);
        try
        {
            var cluster = await clusters.UpAsync(request, new Progress<string>(), stop);
            // Kept: this ends our watch of it and nothing else.
            await clusters.DownAsync(cluster, new Progress<string>(), CancellationToken.None);
            kept.Keep(entry);
        }
        catch
        {
            await leftovers.RevertAsync(entry, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Does nothing when it is not kept.</summary>
    public async Task RemoveAsync(ProjectName project)
    {
        if (kept.Release(project) is not { } entry) return;
        // Not with a caller's token: half a target is of no use to anybody.
        var (_, error) = await leftovers.RevertAsync(entry, CancellationToken.None);
        if (error is null) return;
        kept.Keep(entry);
        throw RefusedException.Unavailable($"the target cannot be taken down: {error}", "mend the cause, then take it down again");
    }
}
