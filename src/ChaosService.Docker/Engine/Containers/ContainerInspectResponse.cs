using System.Text.Json.Serialization;

namespace ChaosService.Docker.Engine.Containers;

/// <summary>Everything about one container that is used here.</summary>
public sealed record ContainerInspectResponse
{
    [JsonPropertyName("Id")]
    public string ID { get; set; } = "";

    /// <summary>Begins with a slash.</summary>
    public string Name { get; set; } = "";

    public ContainerState State { get; set; } = new();

    public ContainerConfig Config { get; set; } = new();

    public IReadOnlyList<MountPoint> Mounts { get; set; } = [];

    public NetworkSettings NetworkSettings { get; set; } = new();
}

/// <summary>Whether the container runs, as which process, and how it ended.</summary>
public sealed record ContainerState
{
    /// <summary><c>created running paused restarting removing exited dead</c></summary>
    public string Status { get; set; } = "";

    /// <summary>Also true when paused.</summary>
    public bool Running { get; set; }

    public bool Paused { get; set; }

    [JsonPropertyName("OOMKilled")]
    public bool OOMKilled { get; set; }

    /// <summary>On the engine's host; 0 when it does not run.</summary>
    public int Pid { get; set; }

    public int ExitCode { get; set; }

    public string Error { get; set; } = "";

    /// <summary>Year 1 when it never ran.</summary>
    public DateTimeOffset StartedAt { get; set; }
}

/// <summary>What the container was created with.</summary>
public sealed record ContainerConfig
{
    public string Image { get; set; } = "";

    /// <summary>It has a terminal: its log is not multiplexed.</summary>
    public bool Tty { get; set; }

    public IReadOnlyDictionary<string, string>? Labels { get; set; }
}

/// <summary>Where the container is connected.</summary>
public sealed record NetworkSettings
{
    /// <summary>By the network's name.</summary>
    public IReadOnlyDictionary<string, EndpointSettings> Networks { get; set; } = new Dictionary<string, EndpointSettings>();
}

/// <param name="IPAddress">Empty while the container does not run.</param>
public sealed record EndpointSettings(string IPAddress = "", string NetworkID = "", string MacAddress = "");
