using System.Security.Cryptography;
using System.Text.RegularExpressions;
using ChaosService.Docker.Processes;
using ChaosService.Model.Clusters;

namespace ChaosService.Docker.Tests.Faults;

/// <summary>
/// Everything of a node that a fault could leave something in, as text: taken before and after, it is the same to the byte. Only what a
/// restart changes by itself is left out: numbers of interfaces, mounts and processes.
/// </summary>
internal static partial class Traces
{
    private static readonly string[] Limits =
    [
        "freezer.state", "cgroup.freeze", "memory.limit_in_bytes", "memory.max", "memory.high", "cpu.cfs_quota_us", "cpu.shares", "cpu.max",
        "cpu.weight", "cpuset.cpus", "pids.max", "io.max",
        "blkio.throttle.read_bps_device", "blkio.throttle.write_bps_device",
    ];

    /// <summary>The engine tells the mounts in any order, so each has a line of its own.</summary>
    private const string Settings =
        "{{json .State.Status}} {{json .HostConfig}} {{json .Config}} {{json .NetworkSettings.Networks}}"
            + "{{range .Mounts}}\nmount {{json .}}{{end}}";

    private const string OfCommand = "@";

    private const string Network =
        $$"""
        say() { echo "{{OfCommand}}$*"; "$@" 2>/dev/null; }
        say nft list ruleset
        say iptables-legacy-save
        say ip6tables-legacy-save
        say ip -o addr
        say ip route show table all
        say ip -6 route show table all
        say ip rule
        say cat /proc/sys/net/ipv4/ip_local_port_range
        say tc qdisc show
        say tc class show dev eth0
        say tc filter show dev eth0
        """;

    public static async Task<string> OfAsync(ICluster cluster)
    {
        var parts = await Task.WhenAll(
        [
            .. cluster.Nodes.Select(node => OfNodeAsync(cluster, node.Name)),
            RunAsync("volumes", "docker", "volume", "ls", "--format", "{{.Name}} {{.Labels}}"),
            RunAsync("networks", "docker", "network", "ls", "--format", "{{.ID}} {{.Labels}}"),
        ]);
        return string.Join('\n', parts.SelectMany(lines => lines).Where(line => !OfOtherRuns(line)));
    }

    private static async Task<IEnumerable<string>> OfNodeAsync(ICluster cluster, string name)
    {
        var node = await cluster.InspectAsync(name, default);
        return (await OfAsync(node)).Select(line => $"{name} {OfAnyLife(line, node.ContainerId)}");
    }

    /// <summary>Volumes and networks come and go with runs beside this one. The cluster's own are of no compose project.</summary>
    private static bool OfOtherRuns(string line) =>
        (line.StartsWith("volumes: ", StringComparison.Ordinal) || line.StartsWith("networks: ", StringComparison.Ordinal))
            && (line.Contains("com.docker.compose.", StringComparison.Ordinal)
                || line.Contains("chaosservice-hold-", StringComparison.Ordinal));

    /// <summary>A container that was made again has another id and another top layer.</summary>
    private static string OfAnyLife(string line, string id) => Layers().Replace(
        line.Replace(id, "ID", StringComparison.Ordinal).Replace(id[..12], "ID", StringComparison.Ordinal), "LAYER");

    private static async Task<IEnumerable<string>> OfAsync(NodeRuntime node) =>
    [
        .. await RunAsync("network", "nsenter", $"--net=/proc/{node.Pid}/ns/net", "sh", "-c", Network),
        .. Lines("queues", $"/proc/{node.Pid}/net/netfilter/nfnetlink_queue"),
        .. Lines("mount", $"/proc/{node.Pid}/mountinfo").Select(l => MountIds().Replace(l, "")),
        .. Cgroups(node.Pid),
        .. Lines("limits", $"/proc/{node.Pid}/limits"),
        .. await RunAsync("files", "find", $"/proc/{node.Pid}/root/data", "-printf", "%P %s %m %U %G\\n"),
        .. Sum($"/proc/{node.Pid}/root/data/records"),
        .. await RunAsync("inspect", "docker", "inspect", "--format", Settings, node.ContainerId),
    ];

    /// <summary>None of a node that does not run.</summary>
    private static IEnumerable<string> Cgroups(int pid) =>
        from line in pid == 0 ? [] : File.ReadAllLines($"/proc/{pid}/cgroup")
        let fields = line.Split(':', 3)
        from root in fields[1].Length == 0 ? ["", "unified/"] : fields[1].Split(',').Append(fields[1]).Select(c => $"{c}/")
        let directory = $"/sys/fs/cgroup/{root}{fields[2].TrimStart('/')}"
        from value in Limits.SelectMany(limit => Lines($"cgroup {root}{limit}", $"{directory}/{limit}")).Concat(Below(root, directory))
        select value;

    private static IEnumerable<string> Below(string root, string group) =>
        Directory.Exists(group) ? Directory.GetDirectories(group).Select(d => $"cgroup {root}: {Path.GetFileName(d)}") : [];

    private static IEnumerable<string> Lines(string what, string file) =>
        File.Exists(file) ? File.ReadAllLines(file).Select(l => $"{what}: {l}") : [];

    private static IEnumerable<string> Sum(string file)
    {
        try
        {
            return File.Exists(file) ? [$"sum: {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}"] : [];
        }
        catch (IOException e)
        {
            return [$"sum: none, {e.Message}"];
        }
    }

    private static async Task<IEnumerable<string>> RunAsync(string what, string program, params string[] arguments)
    {
        var output = (await CommandRunner.RunAsync(new(program, arguments), default)).Output;
        return ByCommand(output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .Where(l => !l.Contains(": # ", StringComparison.Ordinal)).Select(l => $"{what}: {Numbers().Replace(l, "")}")
            .Order(StringComparer.Ordinal);
    }

    /// <summary>Each line says which command it is from.</summary>
    private static IEnumerable<string> ByCommand(IEnumerable<string> lines)
    {
        var command = "";
        foreach (var line in lines)
        {
            if (line.StartsWith(OfCommand, StringComparison.Ordinal)) command = $"{line[1..]}: ";
            else yield return command + line;
        }
    }

    private const string Ports = @"(?<=127\.0\.0\.11.*)\d{4,5}";

    private const string Ids = "\"(EndpointID|SandboxID)\":\"[0-9a-f]*\"";

    /// <summary>
    /// Of interfaces; of the endpoint and the sandbox, which are new with each start, as are the ports of the engine's name server; of
    /// packets that somebody else's rules counted.
    /// </summary>
    [GeneratedRegex($@"(?<=: )\d+: |@if\d+|\[\d+:\d+\]|packets \d+ bytes \d+|{Ids}|expires \d+sec|{Ports}")]
    private static partial Regex Numbers();

    [GeneratedRegex("(?<=overlay2/)([0-9a-f]{64}|l/[0-9A-Z]{26})")]
    private static partial Regex Layers();

    /// <summary>Ids of mount and parent, device, and peer groups.</summary>
    [GeneratedRegex(@"(?<=^mount: )\d+ \d+ \d+:\d+ |(shared|master):\d+ |(?<=/dev/loop)\d+")]
    private static partial Regex MountIds();
}
