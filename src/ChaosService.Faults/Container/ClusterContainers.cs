using System.Collections.Immutable;
using ChaosService.Faults.Sharing;
using ChaosService.Model.Clusters;
using ChaosService.Model.Ids;
using Docker.DotNet;
using Microsoft.Extensions.Logging;

namespace ChaosService.Faults.Container;

/// <summary>
/// The holds of one cluster's containers. A container gets the state that its holds require: down while one holds it down, otherwise
/// paused while one holds it paused, otherwise running. So a kill that ends does not start what another kill holds down, and what restarts
/// under a pause is paused again. Changes to one container take turns.
/// </summary>
internal sealed partial class ClusterContainers
{
    /// <summary>The message of runc when it could not stop every process: one waits for its disk, or many begin and end.</summary>
    private const string CannotFreeze = "unable to freeze";

    private static readonly TimeSpan FreezePatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FreezePause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan NoticePatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan NoticePause = TimeSpan.FromMilliseconds(50);

    private readonly ICluster _cluster;
    private readonly DockerClient _docker;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Turns _turns = new();
    private ImmutableList<Entry> _holds = [];

    public ClusterContainers(ICluster cluster, DockerClient docker, TimeProvider time, ILogger log)
    {
        (_cluster, _docker, _time, _log) = (cluster, docker, time, log);
        cluster.NodeStarted += node => _ = Restarts.PutBackAsync(time, limit => PauseAgainAsync(node, limit), e => TellNotPaused(node, e));
    }

    /// <summary>Holds the container and applies the hold in the same turn.</summary>
    /// <param name="enter">Given the node as it is now.</param>
    /// <param name="interrupted">Called with a sentence when the hold was inactive for a while.</param>
    public Task HoldAsync(
        FaultId faultId, string node, Hold hold, Func<NodeRuntime, Task> enter, Action<string> interrupted,
        CancellationToken cancellationToken) =>
        _turns.TakeAsync(
            node,
            async () =>
            {
                Forget(faultId, node);
                ImmutableInterlocked.Update(ref _holds, holds => holds.Add(new(faultId, node, hold, interrupted)));
                await enter(await _cluster.InspectAsync(node, cancellationToken));
                if (hold == Hold.Replaced) await SettleAsync(node, start: true, cancellationToken);
            },
            cancellationToken);

    /// <summary>Releases the hold and applies the rest. Does nothing to a container that is gone.</summary>
    /// <param name="start">Start it when it is down and nobody holds it down.</param>
    /// <param name="before">Done in the same turn, before it is settled.</param>
    public Task LetGoAsync(
        FaultId faultId, string node, bool start, CancellationToken cancellationToken, Func<Task>? before = null) =>
        _turns.TakeAsync(
            node,
            async () =>
            {
                if (before is not null) await before();
                Forget(faultId, node);
                await SettleAsync(node, start, cancellationToken);
            },
            cancellationToken);

    /// <summary>Pauses a node that runs. One that ends meanwhile is paused when it starts again.</summary>
    public async Task PauseAsync(NodeRuntime node, CancellationToken cancellationToken)
    {
        if (node.State != NodeState.Running) return;
        for (var from = _time.GetTimestamp(); ; await Task.Delay(FreezePause, _time, cancellationToken))
        {
            try
            {
                await _docker.Containers.PauseContainerAsync(node.ContainerId, cancellationToken);
                return;
            }
            catch (DockerApiException e)
            {
                if ((await _cluster.InspectAsync(node.Node, cancellationToken)).Pid == 0) return;
                if (e.ResponseBody?.Contains(CannotFreeze) != true || _time.GetElapsedTime(from) > FreezePatience) throw;
            }
        }
    }

    public bool HasHolds => !_holds.IsEmpty;

    /// <summary>A fault that holds the node so, or null.</summary>
    public string? Holder(string node, Hold hold) => _holds.FirstOrDefault(h => h.Node == node && h.Hold == hold)?.FaultId.Text;

    private void Forget(FaultId faultId, string node) =>
        ImmutableInterlocked.Update(ref _holds, holds => holds.RemoveAll(h => h.FaultId == faultId && h.Node == node));

    private async Task SettleAsync(string node, bool start, CancellationToken cancellationToken)
    {
        if (Holder(node, Hold.Down) is not null) return;
        var runtime = await NoticedAsync(node, cancellationToken);
        if (runtime.State == NodeState.Exited && start)
        {
            await _docker.Containers.StartContainerAsync(runtime.ContainerId, cancellationToken: cancellationToken);
            runtime = await _cluster.InspectAsync(node, cancellationToken);
        }
        var pause = Holder(node, Hold.Paused) is not null;
        if (pause) await PauseAsync(runtime, cancellationToken);
        if (!pause && runtime.State == NodeState.Paused)
            await _docker.Containers.UnpauseContainerAsync(runtime.ContainerId, cancellationToken);
    }

    /// <summary>Its state, once the engine has noticed that its process ended: until then the engine says that the node runs.</summary>
    private async Task<NodeRuntime> NoticedAsync(string node, CancellationToken cancellationToken)
    {
        for (var from = _time.GetTimestamp(); ;)
        {
            var now = await _cluster.InspectAsync(node, cancellationToken);
            if (now.Pid == 0 || Directory.Exists($"/proc/{now.Pid}") || _time.GetElapsedTime(from) > NoticePatience) return now;
            await Task.Delay(NoticePause, _time, cancellationToken);
        }
    }

    private Task PauseAgainAsync(string node, CancellationToken limit) => _turns.TakeAsync(
        node,
        async () =>
        {
            if (_holds.Find(h => h.Node == node && h.Hold == Hold.Paused) is not { } paused) return;
            await SettleAsync(node, start: false, limit);
            paused.Interrupted($"{node} restarted and was paused again");
        },
        limit);

    private void TellNotPaused(string node, Exception e)
    {
        LogNotPaused(_log, node, e);
        foreach (var hold in _holds.Where(h => h.Node == node))
            hold.Interrupted($"{node} restarted and could not be paused again: {e.Message}");
    }

    [LoggerMessage(2002, LogLevel.Warning, "{Node} restarted and could not be paused again")]
    private static partial void LogNotPaused(ILogger logger, string node, Exception exception);

    private sealed record Entry(FaultId FaultId, string Node, Hold Hold, Action<string> Interrupted);
}
