using System.Text.Json.Serialization;

namespace ChaosService.Docker.Engine.Daemon;

/// <param name="Version">The engine's own, such as <c>20.10.24</c>.</param>
public sealed record VersionResponse(string Version = "", [property: JsonPropertyName("ApiVersion")] string APIVersion = "", string KernelVersion = "", string Arch = "");

/// <param name="Driver">Storage driver, such as <c>overlay2</c>.</param>
/// <param name="DockerRootDir">Where the engine keeps its data on its host.</param>
/// <param name="CgroupVersion"><c>1</c> or <c>2</c>.</param>
public sealed record SystemInfoResponse(
    string Driver = "", string DockerRootDir = "", string CgroupVersion = "", string OperatingSystem = "", string KernelVersion = "",
    [property: JsonPropertyName("NCPU")] int NCPU = 0, long MemTotal = 0, int ContainersRunning = 0, IReadOnlyList<string>? SecurityOptions = null);
