namespace ChaosService.Model.Clusters;

/// <summary>
/// What a target is made of, as its compose file says under <c>x-chaosservice</c>: which database its clients speak to and which
/// services are members, in groups.
/// </summary>
public sealed record TargetDefinition
{
    public required string Name { get; init; }

    /// <summary>Absolute path of the compose file; null when attached to a running project.</summary>
    public string? ComposeFile { get; init; }

    /// <summary>The database kind: <c>etcd</c>, <c>redis</c>.</summary>
    public required string Database { get; init; }

    /// <summary>Members in order; the first member's group is the database itself. Empty when attached: discovered at run time.</summary>
    public required IReadOnlyList<ClusterNode> Nodes { get; init; }

    /// <summary>Size of the filesystem that each member gets for itself; null: no filesystems are made.</summary>
    public long? VolumeBytes { get; init; }

    /// <summary>Names of environment variables that an experiment may set under <c>target: settings:</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>How many nodes groups have, where a setting says so. They are settings, too.</summary>
    public IReadOnlyList<NodeCount> Counts { get; init; } = [];

    /// <summary>Nodes of the compose file that are left out this time, because fewer are requested.</summary>
    public IReadOnlyList<ClusterNode> LeftOut { get; init; } = [];

    /// <summary>Groups whose nodes are created but not started: an action starts them.</summary>
    public IReadOnlyList<string> Later { get; init; } = [];

    /// <summary>
    /// A program in the compose file's folder that builds the images, if compose cannot. Null: compose builds them.
    /// </summary>
    public string? ImagesBy { get; init; }

    /// <summary>What topics begin with at the broker of nodes that are known by their addresses; null: the database's default.</summary>
    public string? TopicPrefix { get; init; }

    /// <summary>Its nodes are no containers of ours: nothing but their addresses is known.</summary>
    public bool IsByAddress => Nodes.Any(n => n.Address is not null);

    public bool ComesLater(ClusterNode node) => Later.Contains(node.Group);

    /// <summary>With the number of nodes that the settings say. An invalid or too large number counts as the maximum.</summary>
    public TargetDefinition Sized(IReadOnlyDictionary<string, string> settings)
    {
        int Wanted(NodeCount count) =>
            !settings.TryGetValue(count.Setting, out var text) ? count.Otherwise : int.TryParse(text, out var asked) ? asked : int.MaxValue;

        ClusterNode[] all = [.. Nodes.Concat(LeftOut).GroupBy(n => n.Group).SelectMany(g => g)];
        var left = Counts.SelectMany(c => all.Where(n => n.Group == c.Group).Skip(Wanted(c))).ToHashSet();
        return this with { Nodes = [.. all.Where(n => !left.Contains(n))], LeftOut = [.. left] };
    }
}
