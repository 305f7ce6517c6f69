using System.Text.Json.Serialization;

namespace ChaosService.Docker.Engine.Containers;

/// <summary>A container as it stands in a list.</summary>
public sealed record ContainerListResponse
{
    [JsonPropertyName("Id")]
    public string ID { get; set; } = "";

    /// <summary>Each begins with a slash.</summary>
    public IReadOnlyList<string> Names { get; set; } = [];

    public string Image { get; set; } = "";

    public IReadOnlyDictionary<string, string> Labels { get; set; } = new Dictionary<string, string>();

    /// <summary><c>created running paused restarting removing exited dead</c></summary>
    public string State { get; set; } = "";

    public IReadOnlyList<MountPoint> Mounts { get; set; } = [];
}

/// <param name="Type"><c>bind</c>, <c>volume</c>, <c>tmpfs</c></param>
/// <param name="Source">Path on the host; empty for tmpfs.</param>
public sealed record MountPoint(string Type = "", string Source = "", string Destination = "");
