using System.Net.Http.Json;

namespace ChaosService.Docker.Engine.Volumes;

/// <summary>The engine's named volumes. A volume that does not exist is a <see cref="DockerVolumeNotFoundException"/>.</summary>
public sealed class VolumeOperations
{
    private readonly DockerConnection _connection;

    internal VolumeOperations(DockerConnection connection) => _connection = connection;

    /// <param name="filters">By kind of condition: <c>label</c> → <c>["key=value"]</c>.</param>
    public async Task<IReadOnlyList<VolumeResponse>> ListAsync(IReadOnlyDictionary<string, IReadOnlyList<string>> filters, CancellationToken cancellationToken)
    {
        var query = Query.Of(("filters", Query.Filters(filters)));
        return (await _connection.GetAsync($"/volumes{query}", DockerJson.Default.VolumesListResponse, null, cancellationToken)).Volumes ?? [];
    }

    /// <summary>Gives the one of that name when there is one already.</summary>
    public Task CreateAsync(VolumesCreateParameters parameters, CancellationToken cancellationToken) =>
        _connection.ChangeAsync(
            HttpMethod.Post, "/volumes/create", notFound: null, TimeSpan.Zero, cancellationToken,
            JsonContent.Create(parameters, DockerJson.Default.VolumesCreateParameters));

    /// <summary>Throws with <c>Conflict</c> while a container has it.</summary>
    public Task RemoveAsync(string name, CancellationToken cancellationToken) =>
        _connection.ChangeAsync(
            HttpMethod.Delete, $"/volumes/{Uri.EscapeDataString(name)}", message => new DockerVolumeNotFoundException(message), TimeSpan.Zero, cancellationToken);
}

internal sealed record VolumesListResponse(IReadOnlyList<VolumeResponse>? Volumes);

/// <summary>A volume to make.</summary>
public sealed record VolumesCreateParameters
{
    public string Name { get; set; } = "";

    public IReadOnlyDictionary<string, string> Labels { get; set; } = new Dictionary<string, string>();
}

/// <param name="Mountpoint">Where its files are on the engine's host.</param>
public sealed record VolumeResponse(string Name = "", string Mountpoint = "", IReadOnlyDictionary<string, string>? Labels = null);
