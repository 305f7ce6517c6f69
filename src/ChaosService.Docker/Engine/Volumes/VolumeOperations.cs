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

    /// <summary>Throws with <c>Conflict</c> while a container has it.</summary>
    public Task RemoveAsync(string name, CancellationToken cancellationToken) =>
        _connection.ChangeAsync(
            HttpMethod.Delete, $"/volumes/{Uri.EscapeDataString(name)}", message => new DockerVolumeNotFoundException(message), TimeSpan.Zero, cancellationToken);
}

internal sealed record VolumesListResponse(IReadOnlyList<VolumeResponse>? Volumes);

/// <param name="Mountpoint">Where its files are on the engine's host.</param>
public sealed record VolumeResponse(string Name = "", string Mountpoint = "");
