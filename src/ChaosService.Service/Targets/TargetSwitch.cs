using ChaosService.Contracts;
using ChaosService.Model.Clusters;
using ChaosService.Model.Experiments;
using ChaosService.Model.Ids;
using ChaosService.Service.Logging;
using ChaosService.Service.Queue;
using ChaosService.Service.Replies;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Targets;

/// <summary>
/// Brings targets up to be kept, and takes them down again, on request. A kept target survives a halt and a restart; runs use it and
/// leave it up. One that is half up when the service ends is removed.
/// </summary>
internal sealed class TargetSwitch(
    TargetKeeper keeper, TargetTurn turn, TargetProbe probe, RunQueue queue, TimeProvider time, IHostApplicationLifetime life,
    ILogger<TargetSwitch> log)
{

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
        var label = $"{TargetTurn.Prefix}{time.GetUtcNow():yyyyMMdd-HHmmss}-{definition.Name}";
        var request = new ClusterRequest(definition, project, Attach: false, new Dictionary<string, string>(), label, Keep: true);
        await using var taken = await turn.TakeAsync(project, request.RunId, life.ApplicationStopping);
        using var limit = new CancellationTokenSource(UpLimit, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, life.ApplicationStopping);
        try
        {
            if (keeper.Find(project) is not null)
            {
                var state = await LookAsync(definition, stop.Token);
                if (state.Health != TargetProbe.Down) return state;
                await keeper.RemoveAsync(project);
            }
            await keeper.BringUpAsync(request, stop.Token);
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
    /// Removes its containers, networks and volumes. Throws <see cref="RefusedException"/> when a run has it, or it is not
    /// kept.
    /// </summary>
    public async Task DownAsync(TargetDefinition definition)
    {
        var project = ProjectOf(definition);
        // First: where nothing is kept, no engine has to answer.
        if (keeper.Find(project) is null)
        {
            throw RefusedException.Conflict(
                $"nobody brought the target '{definition.Name}' up to stay",
                "there is nothing to take down: a run takes down what it brought up itself");
        }
        await using var taken = await turn.TakeAsync(project, $"{TargetTurn.Prefix}{definition.Name}", life.ApplicationStopping);
        await keeper.RemoveAsync(project);
        log.TargetDown(project);
    }

    /// <summary>Since when it is kept; null when it is not.</summary>
    public DateTimeOffset? KeptSince(TargetDefinition definition) => keeper.Find(ProjectOf(definition))?.Since;

    public static ProjectName ProjectOf(TargetDefinition definition) =>
        new TargetSpec(definition, null, new Dictionary<string, string>()).Project;

    public async Task<TargetStateReply> LookAsync(TargetDefinition definition, CancellationToken stop)
    {
        var project = ProjectOf(definition);
        return await probe.LookAsync(definition, project, queue.HolderOf(project), stop) with { KeptSince = KeptSince(definition) };
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
}
