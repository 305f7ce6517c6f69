using System.Text.Json;
using System.Text.RegularExpressions;
using ChaosService.Model.Ids;
using Docker.DotNet.Models;

namespace ChaosService.Faults.Container.Rebuilding;

/// <summary>
/// The configuration for recreating a node's container as it was, without what belongs to one life of it: its id, the host name
/// and the alias that are derived from the id, and addresses that were assigned to it dynamically.
/// </summary>
/// <param name="Id">Of the container that it was taken from.</param>
/// <param name="Create">With its first network; engines of some age take no more than one.</param>
/// <param name="MoreNetworks">To be connected before the start.</param>
internal sealed partial record Blueprint(
    string Node, ContainerId Id, string Name, CreateContainerParameters Create, IReadOnlyDictionary<string, EndpointSettings> MoreNetworks)
{
    /// <param name="keepVolumes">Volumes without a name of their own are named, so that the new container has them, too.</param>
    public static Blueprint Of(string node, ContainerInspectResponse container, bool keepVolumes)
    {
        var settings = Copy(container.HostConfig ?? new HostConfig());
        var create = Copy(new CreateContainerParameters(container.Config ?? new ContainerConfig()));
        create.HostConfig = settings;
        if (IsOf(container.ID, create.Hostname)) create.Hostname = "";
        if (keepVolumes)
            foreach (var volume in AnonymousVolumes(container))
                settings.Binds = [.. settings.Binds ?? [], $"{volume.Name}:{volume.Destination}{(volume.RW ? "" : ":ro")}"];

        var networks = (container.NetworkSettings?.Networks ?? new Dictionary<string, EndpointSettings>())
            .OrderBy(n => n.Key != settings.NetworkMode).ThenBy(n => n.Key, StringComparer.Ordinal)
            .Select(n => KeyValuePair.Create(n.Key, Asked(n.Value, container.ID))).ToList();
        create.NetworkingConfig = new NetworkingConfig { EndpointsConfig = networks.Take(1).ToDictionary() };
        return new(node, new(container.ID), (container.Name ?? "").TrimStart('/'), create, networks.Skip(1).ToDictionary());
    }

    /// <summary>Volumes that have no other name than the one that the engine drew: with the container goes what knows of them.</summary>
    public static IReadOnlyList<MountPoint> AnonymousVolumes(ContainerInspectResponse container) =>
    [
        .. (container.Mounts ?? []).Where(m => m.Type == "volume" && DrawnName().IsMatch(m.Name ?? "")
            && container.HostConfig?.Binds?.Any(b => b.StartsWith($"{m.Name}:", StringComparison.Ordinal)) != true
            && container.HostConfig?.Mounts?.Any(asked => asked.Source == m.Name) != true),
    ];

    /// <summary>Two containers with the same configuration are equal, whatever their ids and addresses.</summary>
    public bool SameAs(Blueprint other) =>
        JsonSerializer.Serialize(this with { Id = default }) == JsonSerializer.Serialize(other with { Id = default });

    /// <summary>All the way down.</summary>
    public static T Copy<T>(T document) => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(document))!;

    /// <summary>What a user or compose asked of the network; all the rest is what the engine answered.</summary>
    private static EndpointSettings Asked(EndpointSettings endpoint, string id) => new()
    {
        IPAMConfig = endpoint.IPAMConfig,
        Links = endpoint.Links,
        Aliases = [.. (endpoint.Aliases ?? []).Where(a => !IsOf(id, a)).Distinct().Order(StringComparer.Ordinal)],
        DriverOpts = endpoint.DriverOpts,
        GwPriority = endpoint.GwPriority,
    };

    /// <summary>The engine's short form of an id.</summary>
    private static bool IsOf(string id, string? name) =>
        name is { Length: >= 12 } && id.StartsWith(name, StringComparison.Ordinal);

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex DrawnName();
}
