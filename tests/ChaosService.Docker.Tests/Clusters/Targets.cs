using ChaosService.Model.Clusters;

namespace ChaosService.Docker.Tests.Clusters;

/// <summary>Definitions of targets, written here rather than read from the compose files: reading them is another project's.</summary>
internal static class Targets
{
    public const long VolumeBytes = 512L << 20;

    public static TargetDefinition Etcd { get; } = new()
    {
        Name = "etcd",
        ComposeFile = Shipped("etcd"),
        Database = "etcd",
        Nodes = [new("etcd1", "etcd"), new("etcd2", "etcd"), new("etcd3", "etcd")],
        VolumeBytes = VolumeBytes,
        Settings = ["ETCD_HEARTBEAT_INTERVAL", "ETCD_ELECTION_TIMEOUT"],
    };

    public static TargetDefinition RedisSentinel { get; } = new()
    {
        Name = "redis-sentinel",
        ComposeFile = Shipped("redis-sentinel"),
        Database = "redis",
        Nodes =
        [
            new("redis1", "redis"), new("redis2", "redis"), new("redis3", "redis"),
            new("sentinel1", "sentinel"), new("sentinel2", "sentinel"), new("sentinel3", "sentinel"),
        ],
        VolumeBytes = VolumeBytes,
        Settings = ["MIN_REPLICAS_TO_WRITE", "MIN_REPLICAS_MAX_LAG"],
    };

    /// <summary>Written into the directory: one service that runs a shell command on an image that is there or is built.</summary>
    public static TargetDefinition Written(string directory, string service, string body)
    {
        var file = Path.Combine(directory, "docker-compose.yaml");
        File.WriteAllText(file, $$"""
            version: "3.7"
            services:
              {{service}}:
                labels: { io.chaosservice.run: "${CHAOSSERVICE_RUN}" }
                {{body.ReplaceLineEndings("\n    ")}}
            networks:
              default:
                labels: { io.chaosservice.run: "${CHAOSSERVICE_RUN}" }
            """);
        return new TargetDefinition { Name = "written", ComposeFile = file, Database = "none", Nodes = [new(service, "none")] };
    }

    private static string Shipped(string target)
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "ChaosService.sln")))
            root = Path.GetDirectoryName(root.TrimEnd('/'))
                ?? throw new DirectoryNotFoundException("ChaosService.sln is in no directory above the tests.");
        return Path.Combine(root, "compose", target, "docker-compose.yaml");
    }
}
