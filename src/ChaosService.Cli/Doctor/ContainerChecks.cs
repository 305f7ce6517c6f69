using ChaosService.Docker.Processes;

namespace ChaosService.Cli.Doctor;

/// <summary>
/// What our own container lacks unless it is started as in <c>compose/chaosservice.yaml</c>. Checked only inside a container.
/// </summary>
internal static class ContainerChecks
{
    public static IReadOnlyList<DoctorCheck> All { get; } =
    [
        new("host's processes", "every network fault, volumes, disk-fill", ProcessesAsync),
        new("host's network", "clients, and the proof of network faults", NetworkAsync),
        new("confinement", "mounting volumes, entering nodes", (machine, _) => Task.FromResult(Confinement(machine))),
        new("state", "reverting after a restart, kept runs", (machine, _) => Task.FromResult(State(machine))),
    ];

    private static async Task<Diagnosis> ProcessesAsync(Machine machine, CancellationToken cancellationToken) =>
        (await machine.EnginePidAsync(cancellationToken)) switch
    {
        null => Diagnosis.Degraded("the engine is not on a socket of this machine", "mount it: /var/run/docker.sock:/var/run/docker.sock"),
        0 => Diagnosis.Missing("the container has a process list of its own, and the nodes are not in it", "pid: host"),
        var pid when !machine.Exists($"/proc/{pid}/root/") =>
            Diagnosis.Missing($"the engine is process {pid}, whose files cannot be reached", "cap_add: [SYS_PTRACE]"),
        var pid => Diagnosis.Ok($"seen; the engine is process {pid}"),
    };

    /// <summary>The engine isolates its bridges from each other; only the host's network reaches all of them.</summary>
    private static async Task<Diagnosis> NetworkAsync(Machine machine, CancellationToken cancellationToken)
    {
        var pid = await machine.EnginePidAsync(cancellationToken);
        if (pid is null or 0) return Diagnosis.Degraded("cannot be told without the host's processes", "pid: host");
        var links = await machine.RunAsync(new Command("readlink", "/proc/self/ns/net", $"/proc/{pid}/ns/net"), cancellationToken);
        if (!links.Succeeded) return Diagnosis.Missing("the engine's network cannot be looked at", "cap_add: [SYS_PTRACE]");
        return links.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().Count() == 1
            ? Diagnosis.Ok("the container is in it")
            : Diagnosis.Missing("the container has a network of its own, which Docker keeps apart from the nodes'", "network_mode: host");
    }

    private static Diagnosis Confinement(Machine machine)
    {
        // AppArmor's profile or SELinux's label; without either the file is empty or unreadable.
        var label = machine.Read("/proc/self/attr/current")?.Trim('\0', '\n', ' ') ?? "";
        return label.Length == 0 || label.StartsWith("unconfined", StringComparison.Ordinal)
            || label.Contains("spc_t", StringComparison.Ordinal)
            ? Diagnosis.Ok("none")
            : Diagnosis.Missing($"confined by {label}", "security_opt: [\"apparmor:unconfined\", \"label:disable\"]");
    }

    private static Diagnosis State(Machine machine)
    {
        var mounts =
            (machine.Read("/proc/self/mountinfo") ?? "").Split('\n').Select(l => l.Split(' ')).Where(f => f.Length > 4).Select(f => f[4]);
        var on = mounts.Where(p => p == machine.State || machine.State.StartsWith(p.TrimEnd('/') + '/', StringComparison.Ordinal))
            .MaxBy(p => p.Length);
        return on is null or "/"
            ? Diagnosis.Missing(
                $"{machine.State} is in the container, and what is broken is forgotten with it", $"volumes: [\"state:{machine.State}\"]")
            : Diagnosis.Ok($"{machine.State} is on a volume");
    }
}
