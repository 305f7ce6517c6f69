namespace ChaosService.Docker.Clusters;

/// <summary>Where this machine's service keeps persistent data. An absolute path; created when first needed.</summary>
public sealed record StateDirectory
{
    public StateDirectory(string path) => Path = System.IO.Path.GetFullPath(path);

    public string Path { get; }

    /// <summary>The filesystems of one run's nodes: image files and, next to them, their mount points.</summary>
    internal string Volumes(string runId) => System.IO.Path.Combine(Path, "volumes", runId);
}
