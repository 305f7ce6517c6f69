using System.Text.Json.Serialization;

namespace ChaosService.Docker.Engine.Containers;

/// <summary>Everything about one container that is used here.</summary>
public sealed record ContainerInspectResponse
{
    [JsonPropertyName("Id")]
    public string ID { get; init; } = "";

    /// <summary>Begins with a slash.</summary>
    public string Name { get; init; } = "";

    public ContainerState State { get; init; } = new();

    public ContainerConfig Config { get; init; } = new();

    public IReadOnlyList<MountPoint> Mounts { get; init; } = [];

    public NetworkSettings NetworkSettings { get; init; } = new();
}

public sealed record ContainerState
{
    /// <summary><c>created running paused restarting removing exited dead</c></summary>
    public string Status { get; init; } = "";

    /// <summary>Also true when paused.</summary>
    public bool Running { get; init; }

    public bool Paused { get; init; }

    [JsonPropertyName("OOMKilled")]
    public bool OOMKilled { get; init; }

    /// <summary>On the engine's host; 0 when it does not run.</summary>
    public int Pid { get; init; }

    public int ExitCode { get; init; }

    public string Error { get; init; } = "";

    /// <summary>Year 1 when it never ran.</summary>
    public DateTimeOffset StartedAt { get; init; }
}

public sealed record ContainerConfig
{
    public string Image { get; init; } = "";

    /// <summary>It has a terminal: its log is not multiplexed.</summary>
    public bool Tty { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

public sealed record NetworkSettings
{
    /// <summary>By the network's name.</summary>
    public IReadOnlyDictionary<string, EndpointSettings> Networks { get; init; } = new Dictionary<string, EndpointSettings>();
}

/// <param name="IPAddress">Empty while the container does not run.</param>
public sealed record EndpointSettings(string IPAddress = "", string NetworkID = "", string MacAddress = "");
