using System.Text.Json.Serialization;

namespace ChaosService.Docker.Engine.Containers;

/// <summary>A container as it stands in a list.</summary>
public sealed record ContainerListResponse
{
    [JsonPropertyName("Id")]
    public string ID { get; init; } = "";

    /// <summary>Each begins with a slash.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    public string Image { get; init; } = "";

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary><c>created running paused restarting removing exited dead</c></summary>
    public string State { get; init; } = "";

    public IReadOnlyList<MountPoint> Mounts { get; init; } = [];
}

/// <param name="Type"><c>bind</c>, <c>volume</c>, <c>tmpfs</c></param>
/// <param name="Source">Path on the host; empty for tmpfs.</param>
public sealed record MountPoint(string Type = "", string Source = "", string Destination = "");
