using System.Text.Json.Serialization;

namespace ChaosService.Docker.Engine.Images;

/// <summary>The images on this machine.</summary>
public sealed class ImageOperations
{
    private readonly DockerConnection _connection;

    internal ImageOperations(DockerConnection connection) => _connection = connection;

    /// <summary>Throws <see cref="DockerImageNotFoundException"/> when it is not on this machine; nothing is pulled.</summary>
    /// <param name="name">A tag such as <c>debian:bookworm-slim</c>, or an id.</param>
    public Task<ImageInspectResponse> InspectImageAsync(string name, CancellationToken cancellationToken) =>
        _connection.GetAsync(
            $"/images/{name}/json", DockerJson.Default.ImageInspectResponse, message => new DockerImageNotFoundException(message), cancellationToken);
}

/// <summary>One image on this machine.</summary>
public sealed record ImageInspectResponse
{
    [JsonPropertyName("Id")]
    public string ID { get; set; } = "";

    public IReadOnlyList<string>? RepoTags { get; set; }

    /// <summary>Bytes.</summary>
    public long Size { get; set; }
}
