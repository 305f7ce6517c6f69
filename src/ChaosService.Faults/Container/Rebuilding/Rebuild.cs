using System.Net;
using ChaosService.Docker.Compose;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace ChaosService.Faults.Container.Rebuilding;

/// <summary>Removes containers, and creates them from their blueprints. Everything is idempotent.</summary>
internal sealed class Rebuild(DockerClient docker, TimeProvider time)
{
    private static readonly TimeSpan RemovalPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Null when there is none with that name or id.</summary>
    public async Task<ContainerInspectResponse?> FindAsync(string nameOrId, CancellationToken cancellationToken)
    {
        try
        {
            return await docker.Containers.InspectContainerAsync(nameOrId, cancellationToken);
        }
        catch (DockerContainerNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// Ends it, removes it, and returns when it is gone. The engine goes on with a removal that its caller gave up, so this one is not
    /// cancelled once it was requested: the next caller would find a container that is about to go, and assume that it stays.
    /// </summary>
    public async Task RemoveAsync(string id, bool anonymousVolumes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var limit = new CancellationTokenSource(RemovalPatience, time);
        try
        {
            await RemoveOnceAskedAsync(id, anonymousVolumes, limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"the engine did not remove the container {id[..12]} within {RemovalPatience.TotalSeconds:0} s");
        }
    }

    private async Task RemoveOnceAskedAsync(string id, bool anonymousVolumes, CancellationToken limit)
    {
        var parameters = new ContainerRemoveParameters { Force = true, RemoveVolumes = anonymousVolumes };
        while (true)
        {
            try
            {
                await docker.Containers.RemoveContainerAsync(id, parameters, limit);
            }
            catch (DockerContainerNotFoundException)
            {
                return;
            }
            catch (DockerApiException e) when (e.StatusCode == HttpStatusCode.Conflict)
            {
                // Its removal is under way: by the engine itself, or by a call of ours that was given up.
            }
            if (await FindAsync(id, limit) is null) return;
            await Task.Delay(Pause, time, limit);
        }
    }

    /// <summary>
    /// Returns when a container of the blueprint's name is there with all of its networks; whether it runs is not asked. One that is there
    /// already stays, unless it is of another image than the given one.
    /// </summary>
    public async Task EnsureAsync(Blueprint blueprint, string? imageId, CancellationToken cancellationToken)
    {
        var there = await FindAsync(blueprint.Name, cancellationToken);
        if (there is not null) RefuseStranger(blueprint, there);
        if (there is not null && imageId is not null && there.Image != imageId)
        {
            await RemoveAsync(there.ID, anonymousVolumes: false, cancellationToken);
            there = null;
        }
        if (there is null)
        {
            var create = Blueprint.Copy(blueprint.Create);
            create.Name = blueprint.Name;
            there = await FindAsync((await docker.Containers.CreateContainerAsync(create, cancellationToken)).ID, cancellationToken);
        }
        foreach (var (network, endpoint) in blueprint.MoreNetworks.Where(n => there?.NetworkSettings?.Networks.ContainsKey(n.Key) != true))
            await docker.Networks.ConnectNetworkAsync(
                network, new NetworkConnectParameters { Container = blueprint.Name, EndpointConfig = endpoint }, cancellationToken);
    }

    /// <summary>Someone may have used the name for another image meanwhile.</summary>
    private static void RefuseStranger(Blueprint blueprint, ContainerInspectResponse there)
    {
        string? Project(IDictionary<string, string>? labels) =>
            labels?.TryGetValue(ComposeLabels.Project, out var project) == true ? project : null;
        if (Project(there.Config?.Labels) != Project(blueprint.Create.Labels))
            throw new InvalidOperationException(
                $"The container {blueprint.Name} of {blueprint.Node} cannot be made again: its name was given to {there.ID[..12]}, which "
                    + "is no container of the target; rename that one and try again.");
    }
}
