using ChaosService.Docker.Compose;
using ChaosService.Docker.Engine;
using ChaosService.Model.Clusters;
using Docker.DotNet;
using Docker.DotNet.Models;
using Microsoft.Extensions.Logging;

namespace ChaosService.Docker.Clusters;

/// <summary>
/// Follows the engine's events for one cluster until disposed: keeps the cached state current and announces restarted nodes.
/// </summary>
internal sealed partial class ClusterWatch(DockerClient docker, DockerCluster cluster, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly string[] Actions = ["start", "die", "pause", "unpause", "destroy"];

    // A start is announced once, whether it is first seen in the stream, or in the inspection after the stream had broken.
    private readonly Dictionary<string, (string Container, DateTimeOffset? At)> _starts = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private Task _following = Task.CompletedTask;

    /// <summary>Returns when every node was inspected and no later event can be missed.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var events = await ListenAsync().WaitAsync(cancellationToken);
        _following = Task.Run(() => FollowAsync(events), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task FollowAsync(IAsyncEnumerable<Message> events)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await foreach (var message in events) await ApplyAsync(message);
                LogBroken(logger, cluster.Project, "the engine closed it");
            }
            catch (Exception e) when (!_stop.IsCancellationRequested)
            {
                // An engine that restarts comes back. After any other error, such as an unexpected answer or a slow engine, the inspection
                // finds what happened meanwhile, because a start that was not announced is not known yet.
                LogBroken(logger, cluster.Project, e.Message);
            }
            events = await ListenAgainAsync();
        }
    }

    private async Task<IAsyncEnumerable<Message>> ListenAgainAsync()
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            await Task.Delay(pause, time, _stop.Token);
            try
            {
                return await ListenAsync();
            }
            catch (Exception e) when (!_stop.IsCancellationRequested)
            {
                // Not back yet. A run detects on its own that the engine is gone: its own calls throw.
                LogSilent(logger, cluster.Project, pause.TotalSeconds, e.Message);
            }
        }
    }

    /// <summary>Inspects the nodes, then listens from a time before that: events in between are seen twice rather than never.</summary>
    private async Task<IAsyncEnumerable<Message>> ListenAsync()
    {
        var filters = ComposeLabels.Filter((ComposeLabels.Project, cluster.Project));
        filters["type"] = new Dictionary<string, bool> { ["container"] = true };
        filters["event"] = Actions.ToDictionary(a => a, _ => true);
        var since = await docker.ClockAsync(_stop.Token);
        foreach (var node in cluster.Nodes) await RefreshAsync(node.Name);
        return docker.ListenAsync(since, filters, _stop.Token);
    }

    private async Task ApplyAsync(Message message)
    {
        if (cluster.NodeOf(message.Actor.Attributes) is { } node) await RefreshAsync(node);
    }

    private async Task RefreshAsync(string node)
    {
        var runtime = await cluster.InspectAsync(node, _stop.Token);
        if (runtime.State is not NodeState.Running) return;
        var start = (runtime.ContainerId, runtime.StartedAt);
        var known = _starts.TryGetValue(node, out var last);
        _starts[node] = start;
        if (!known || last == start) return;
        LogStarted(logger, node, runtime.Pid, runtime.Address?.ToString() ?? "none");
        cluster.Announce(node, e => LogNotTold(logger, node, e));
    }

    [LoggerMessage(1001, LogLevel.Warning, "The event stream of {Project} broke ({Reason}); listening again")]
    private static partial void LogBroken(ILogger logger, string project, string reason);

    [LoggerMessage(1002, LogLevel.Warning, "No events of {Project} after {Seconds:0.0} s: {Reason}")]
    private static partial void LogSilent(ILogger logger, string project, double seconds, string reason);

    [LoggerMessage(1004, LogLevel.Error, "Not everybody could be told that {Node} started")]
    private static partial void LogNotTold(ILogger logger, string node, Exception exception);

    [LoggerMessage(1003, LogLevel.Information, "{Node} started: pid {Pid}, address {Address}")]
    private static partial void LogStarted(ILogger logger, string node, int pid, string address);
}
