using System.Collections.Concurrent;
using ChaosService.Docker.Compose;
using ChaosService.Docker.Resources;
using ChaosService.Model.Clusters;
using ChaosService.Model.Ids;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace ChaosService.Docker.Clusters;

/// <summary>The containers of one compose project.</summary>
internal sealed class DockerCluster(DockerClient docker, ProjectName project, TargetDefinition definition)
    : ICluster, INodeResources, INodeStarts
{
    private readonly ConcurrentDictionary<string, NodeRuntime> _lastKnown = new(StringComparer.Ordinal);

    public event Action<string>? NodeStarted;

    public ProjectName Project => project;

    public TargetDefinition Definition => definition;

    public IReadOnlyList<ClusterNode> Nodes => definition.Nodes;

    public NodeRuntime LastKnown(string node) => _lastKnown.TryGetValue(Known(node), out var runtime) ? runtime : NodeRuntimes.Gone(node);

    public async ValueTask<NodeRuntime> InspectAsync(string node, CancellationToken cancellationToken)
    {
        var runtime = await FindAsync(Known(node), cancellationToken);
        return _lastKnown[node] = runtime;
    }

    public Task<IReadOnlyList<NodeUsage>> MeasureAsync(CancellationToken cancellationToken) =>
        // Off the caller's thread: on a machine with many processes reading all of them takes milliseconds.
        Task.Run(() => NodeUsages.Measure(Nodes.Select(n => LastKnown(n.Name))), cancellationToken);

    public async Task<bool> StartAsync(string node, CancellationToken cancellationToken)
    {
        if (!Nodes.Any(n => n.Name == Known(node) && definition.ComesLater(n)))
            throw new ClusterUnavailableException($"{node} is not one of the nodes of {definition.Name} that come later.");
        var runtime = await InspectAsync(node, cancellationToken);
        if (runtime.State == NodeState.Gone) throw new ClusterUnavailableException($"The container of {node} is gone.");
        try
        {
            // The engine's start event triggers the announcement.
            return await docker.Containers.StartContainerAsync(runtime.ContainerId, new ContainerStartParameters(), cancellationToken);
        }
        catch (DockerApiException e)
        {
            throw new ClusterUnavailableException($"{node} cannot be started: {e.Message}", e);
        }
    }

    public async Task CopyLogsAsync(string node, Stream destination, CancellationToken cancellationToken)
    {
        var id = (await InspectAsync(node, cancellationToken)).ContainerId;
        if (id.Text.Length == 0)
            throw new ClusterUnavailableException(
                $"The container of {node} in the compose project {project} is gone, and its log with it.");
        var parameters = new ContainerLogsParameters { ShowStdout = true, ShowStderr = true, Timestamps = true };
        using var log = await docker.Containers.GetContainerLogsAsync(id, parameters, cancellationToken);
        await log.CopyOutputToAsync(Stream.Null, destination, destination, cancellationToken);
    }

    /// <summary>Called by the reader of the event stream once a node's new process and address are known.</summary>
    /// <param name="failed">Called when a listener throws: the others are still called.</param>
    internal void Announce(string node, Action<Exception> failed)
    {
        foreach (var listener in NodeStarted?.GetInvocationList().Cast<Action<string>>() ?? [])
        {
            try
            {
                listener(node);
            }
            catch (Exception e)
            {
                failed(e);
            }
        }
    }

    /// <summary>Null for a container that is not one of the nodes.</summary>
    internal string? NodeOf(IDictionary<string, string> labels) =>
        Replica.Of(labels) is { } replica ? Nodes.FirstOrDefault(replica.IsOf)?.Name : null;

    private string Known(string node) => definition.Nodes.Any(n => n.Name == node)
        ? node
        : throw new ArgumentException(
            $"The target {definition.Name} has no node '{node}'; it has {string.Join(", ", definition.Nodes.Select(n => n.Name))}.",
            nameof(node));

    /// <summary>
    /// By the last known id, which takes one call; by labels when that container is gone and another may have replaced it.
    /// </summary>
    private async Task<NodeRuntime> FindAsync(string node, CancellationToken cancellationToken)
    {
        if (_lastKnown.TryGetValue(node, out var last) && last.ContainerId.Text.Length > 0
            && await TryInspectAsync(node, last.ContainerId, cancellationToken) is { } same)
            return same;
        var parameters = new ContainersListParameters { All = true, Filters = ComposeLabels.Filter((ComposeLabels.Project, project)) };
        var containers = await docker.Containers.ListContainersAsync(parameters, cancellationToken);
        var found = containers.FirstOrDefault(c => ComposeLabels.IsNode(c) && NodeOf(c.Labels) == node);
        return found is not null
            && await TryInspectAsync(node, new(found.ID), cancellationToken) is { } runtime ? runtime : NodeRuntimes.Gone(node);
    }

    private async Task<NodeRuntime?> TryInspectAsync(string node, ContainerId id, CancellationToken cancellationToken)
    {
        try
        {
            return NodeRuntimes.From(node, project, await docker.Containers.InspectContainerAsync(id, cancellationToken));
        }
        catch (DockerContainerNotFoundException)
        {
            return null;
        }
    }
}
