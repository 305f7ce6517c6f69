namespace ChaosService.Browser.Tests.Running;

/// <summary>Experiments to apply. Their targets are the shipped ones; no run of these tests brings one up.</summary>
internal static class Experiments
{
    public static string Partition { get; } =
        Of("leader-partition", "etcd", "A register stays linearizable while the leader is cut off.", schedule: null);

    public static string Nightly { get; } = Of(
        "nightly-partition", "etcd", "The same, every night.", "{ cron: \"0 0 2 * * ?\", timeZone: Europe/Berlin, concurrency: forbid }");

    public static string Redis { get; } =
        Of("primary-partition", "redis-sentinel", "Acknowledged writes of an isolated primary.", schedule: null);

    /// <summary>A suite of two experiments on two targets, one after the other.</summary>
    public const string Release = """
        apiVersion: chaosservice/v1
        kind: Suite
        metadata: { name: release, description: What must hold before a release. }
        spec: { experiments: [leader-partition, primary-partition] }
        """;

    public static string Of(string name, string target, string description, string? schedule) => $$"""
        apiVersion: chaosservice/v1
        kind: Experiment
        metadata: { name: {{name}}, description: "{{description}}", labels: { suite: browser } }
        spec:
          target: {{target}}
          seed: 42
          duration: 30s
          load: [{ workload: {{(target == "etcd" ? "register" : "set")}}, clients: 10, rate: 300/s }]
          faults: []
          checks: [availability]
        {{(schedule is null ? "" : $"  schedule: {schedule}")}}

        """;
}
