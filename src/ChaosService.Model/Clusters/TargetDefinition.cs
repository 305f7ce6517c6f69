namespace ChaosService.Model.Clusters;

/// <summary>
/// What a target is made of, as its compose file says under <c>x-chaosservice</c>: which database its clients speak to and which
/// services are members, in groups.
/// </summary>
public sealed record TargetDefinition
{
    public required string Name { get; init; }

    /// <summary>Absolute path of the compose file; null when attached to a project that runs already.</summary>
    public string? ComposeFile { get; init; }

    /// <summary>The database kind: <c>etcd</c>, <c>redis</c>.</summary>
    public required string Database { get; init; }

    /// <summary>Members in order; the first member's group is the database itself. Empty when attached: discovered at run time.</summary>
    public required IReadOnlyList<ClusterNode> Nodes { get; init; }

    /// <summary>Size of the filesystem that each member gets for itself; null: no filesystems are made.</summary>
    public long? VolumeBytes { get; init; }

    /// <summary>Names of environment variables that an experiment may set under <c>target: settings:</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];
}
