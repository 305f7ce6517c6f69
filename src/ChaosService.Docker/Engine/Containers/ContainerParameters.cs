namespace ChaosService.Docker.Engine.Containers;

/// <summary>Which containers to list. All conditions must hold.</summary>
public sealed record ContainersListParameters
{
    /// <summary>Also those that do not run. Default false.</summary>
    public bool All { get; init; }

    /// <summary>By kind: <c>label</c> → <c>["key=value"]</c>, <c>name</c>, <c>status</c>, …</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Filters { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}

/// <param name="Signal">A name (<c>SIGKILL</c>, <c>KILL</c>) or a number.</param>
public sealed record ContainerKillParameters(string Signal = "SIGKILL");

/// <param name="WaitBeforeKillSeconds">How long the container has to end by itself.</param>
public sealed record ContainerStopParameters(int WaitBeforeKillSeconds = 10);

/// <param name="Force">Kills it first when it runs.</param>
/// <param name="RemoveVolumes">With the anonymous volumes it had.</param>
public sealed record ContainerRemoveParameters(bool Force = false, bool RemoveVolumes = false);

/// <param name="Tail">Only this many lines from the end; null: all.</param>
public sealed record ContainerLogsParameters(int? Tail = null, bool Timestamps = false);
