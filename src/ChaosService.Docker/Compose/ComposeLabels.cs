using Docker.DotNet.Models;

namespace ChaosService.Docker.Compose;

/// <summary>The labels that compose and this service put on containers, networks and volumes.</summary>
public static class ComposeLabels
{
    public const string Project = "com.docker.compose.project";
    public const string Service = "com.docker.compose.service";
    public const string OneOff = "com.docker.compose.oneoff";
    public const string Number = "com.docker.compose.container-number";

    /// <summary>The run that created it. The search for leftovers uses this label.</summary>
    public const string Run = "io.chaosservice.run";

    /// <summary>Compose also labels containers of <c>compose run</c>, which are not nodes.</summary>
    internal static bool IsNode(ContainerListResponse container) =>
        Replica.Of(container.Labels) is not null
            && !(container.Labels.TryGetValue(OneOff, out var once) && string.Equals(once, "true", StringComparison.OrdinalIgnoreCase));

    internal static IDictionary<string, IDictionary<string, bool>> Filter(params (string Label, string Value)[] labels) =>
        new Dictionary<string, IDictionary<string, bool>> { ["label"] = labels.ToDictionary(l => $"{l.Label}={l.Value}", _ => true) };
}
