using ChaosService.Engine.Journal;
using ChaosService.Model.Clusters;
using ChaosService.Model.Ids;
using ChaosService.Service.Queue;
using ChaosService.Service.Replies;

namespace ChaosService.Service.Targets;

/// <summary>Exclusive use of a target: no run of this instance or of another has it, and no process of this machine.</summary>
internal sealed class TargetTurn(ITargetClaims claims, TargetHolds holds)
{
    /// <summary>Run ids begin with a digit, so this label cannot be mistaken for a run's.</summary>
    public const string Prefix = "kept-";

    /// <summary>Throws <see cref="RefusedException"/> when it is in use. It is given back by disposing.</summary>
    public async Task<IAsyncDisposable> TakeAsync(ProjectName project, string id, CancellationToken stop)
    {
        var claim = claims.TryTake(project, id) ?? throw RefusedException.Conflict(
            "a run has the target, here or in another instance", "wait until it is over, or abort the run");
        try
        {
            return new Taken(claim, await holds.AcquireAsync(project, id, stop));
        }
        catch (ClusterUnavailableException e)
        {
            claim.Dispose();
            throw RefusedException.Unavailable(e.Message, "mend the cause and try again");
        }
        catch (TargetBusyException e)
        {
            claim.Dispose();
            throw Busy(e);
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    private static RefusedException Busy(TargetBusyException e)
    {
        var holder = e.HolderRunId.StartsWith(Prefix, StringComparison.Ordinal)
            ? "another request that brings it up or down"
            : $"run {e.HolderRunId}";
        return RefusedException.Conflict($"the target is taken by {holder}", "wait until it is over, or abort the run");
    }

    private sealed class Taken(IDisposable claim, IAsyncDisposable hold) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await hold.DisposeAsync();
            claim.Dispose();
        }
    }
}
