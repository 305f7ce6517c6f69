using ChaosService.Contracts;
using ChaosService.Engine.Journal;
using ChaosService.Engine.Recovery;
using ChaosService.Model.Clusters;
using ChaosService.Model.Experiments;
using ChaosService.Model.Runs;
using ChaosService.Service.Logging;
using ChaosService.Service.Queue;
using ChaosService.Service.Replies;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Targets;

/// <summary>
/// Brings targets up to stay, and takes them down again, at somebody's wish. One that stays survives a halt and a restart; runs use it and
/// leave it up. One that is half up when the service ends is removed.
/// </summary>
internal sealed class TargetSwitch(
    IClusterProvider clusters, KeptTargets kept, TargetHolds holds, ITargetClaims claims, IFaultJournal journal, Leftovers leftovers,
    TargetProbe probe, RunQueue queue, TimeProvider time, IHostApplicationLifetime life, ILogger<TargetSwitch> log)
{
    /// <summary>Run ids begin with a digit, so nobody takes a label of ours for a run's.</summary>
    private const string Prefix = "kept-";

    private const string JournalId = "target";

    /// <summary>Images may have to be built, once a machine.</summary>
    private static readonly TimeSpan UpLimit = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan HealthLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan HealthPause = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Returns when it is up and healthy, or has had 30 s to become so. One that is up already stays as it is; one that is kept and does
    /// not run is made again. Throws <see cref="RefusedException"/> when a run has it or it does not come up.
    /// </summary>
    public async Task<TargetStateReply> UpAsync(TargetDefinition definition)
    {
        if (queue.Closed is { } why) throw RefusedException.Conflict(why, "POST /api/v1/resume when something may begin again");
        var project = ProjectOf(definition);
        var label = $"{Prefix}{time.GetUtcNow():yyyyMMdd-HHmmss}-{definition.Name}";
        var request = new ClusterRequest(definition, project, Attach: false, new Dictionary<string, string>(), label, Keep: true);
        using var claim = Claim(project, request.RunId);
        await using var hold = await HoldAsync(project, request.RunId);
        using var limit = new CancellationTokenSource(UpLimit, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, life.ApplicationStopping);
        try
        {
            if (kept.Find(project) is not null)
            {
                var state = await LookAsync(definition, stop.Token);
                if (state.Health != TargetProbe.Down) return state;
                await RemoveAsync(project);
            }
            await leftovers.RevertAsync(ofLivingToo: false, heldProject: project, stop.Token);
            await BringUpAsync(request, stop.Token);
            log.TargetUp(project, request.RunId);
            return await UntilHealthyAsync(definition, stop.Token);
        }
        catch (ClusterUnavailableException e)
        {
            throw RefusedException.Unavailable(e.Message, "mend the cause and try again; what was made of it is removed");
        }
        catch (OperationCanceledException)
        {
            var what = life.ApplicationStopping.IsCancellationRequested
                ? "the service is stopping"
                : $"the target was not up within {UpLimit.TotalMinutes:0} minutes";
            throw RefusedException.Unavailable(what, "try again; what was made of it is removed");
        }
    }

    /// <summary>
    /// Removes its containers, networks and volumes. Throws <see cref="RefusedException"/> when a run has it, or nobody brought it up to
    /// stay.
    /// </summary>
    public async Task DownAsync(TargetDefinition definition)
    {
        var project = ProjectOf(definition);
        // First: where nothing is kept, no engine has to answer.
        if (kept.Find(project) is null)
        {
            throw RefusedException.Conflict(
                $"nobody brought the target '{definition.Name}' up to stay",
                "there is nothing to take down: a run takes down what it brought up itself");
        }
        using var claim = Claim(project, $"{Prefix}{definition.Name}");
        await using var hold = await HoldAsync(project, $"{Prefix}{definition.Name}");
        await RemoveAsync(project);
        log.TargetDown(project);
    }

    /// <summary>When somebody brought it up to stay; null when nobody did.</summary>
    public DateTimeOffset? KeptSince(TargetDefinition definition) => kept.Find(ProjectOf(definition))?.Since;

    public static string ProjectOf(TargetDefinition definition) =>
        new TargetSpec(definition, null, new Dictionary<string, string>()).Project;

    public async Task<TargetStateReply> LookAsync(TargetDefinition definition, CancellationToken stop)
    {
        var project = ProjectOf(definition);
        return await probe.LookAsync(definition, project, queue.HolderOf(project), stop) with { KeptSince = KeptSince(definition) };
    }

    private async Task BringUpAsync(ClusterRequest request, CancellationToken stop)
    {
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

    private async Task RemoveAsync(string project)
    {
        if (kept.Release(project) is not { } entry) return;
        // Not with a caller's token: half a target is of no use to anybody.
        var (_, error) = await leftovers.RevertAsync(entry, CancellationToken.None);
        if (error is null) return;
        kept.Keep(entry);
        throw RefusedException.Unavailable($"the target cannot be taken down: {error}", "mend the cause, then take it down again");
    }

    private async Task<TargetStateReply> UntilHealthyAsync(TargetDefinition definition, CancellationToken stop)
    {
        for (var started = time.GetTimestamp(); ;)
        {
            var state = await LookAsync(definition, stop);
            if (state.Health == TargetProbe.Healthy || time.GetElapsedTime(started) > HealthLimit) return state;
            await Task.Delay(HealthPause, time, stop);
        }
    }

    private IDisposable Claim(string project, string id) =>
        claims.TryTake(project, id) ?? throw RefusedException.Conflict(
            "a run has the target, here or in another instance", "wait until it is over, or abort the run");

    private async Task<IAsyncDisposable> HoldAsync(string project, string id)
    {
        try
        {
            return await holds.AcquireAsync(project, id, life.ApplicationStopping);
        }
        catch (ClusterUnavailableException e)
        {
            throw RefusedException.Unavailable(e.Message, "mend the cause and try again");
        }
        catch (TargetBusyException e)
        {
            var holder = e.HolderRunId.StartsWith(Prefix, StringComparison.Ordinal)
                ? "another request that brings it up or down"
                : $"run {e.HolderRunId}";
            throw RefusedException.Conflict($"the target is taken by {holder}", "wait until it is over, or abort the run");
        }
    }
}
