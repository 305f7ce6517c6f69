using ChaosService.Cli.Guard;
using ChaosService.Docker.Processes;
using ChaosService.Docker.Volumes;
using ChaosService.Model.Clusters;
using Docker.DotNet;

namespace ChaosService.Cli.Doctor;

/// <summary>Privileges, cgroups, filesystems and free space.</summary>
internal static class SystemChecks
{
    private const long EnoughBytes = 3L << 30;

    public static IReadOnlyList<DoctorCheck> All { get; } =
    [
        new("privileges", "entering a node's network, mounting volumes", (machine, _) => Task.FromResult(Capabilities(machine))),
        new("cgroups", "container-pause, limits of targets", (machine, _) => Task.FromResult(Cgroups(machine))),
        new("loop devices", "a volume of limited size for each node, disk-fill", LoopDevicesAsync),
        new("state directory", "the fault journal: reverting what a killed run leaves", StateAsync),
        new("dead-man's switch", "reverting what a killed run leaves when its watchdog is killed, too", SwitchAsync),
        new("disk", "images, volumes and run directories", (machine, _) => Task.FromResult(Disk(machine))),
    ];

    private static Diagnosis Capabilities(Machine machine)
    {
        if (machine.Privileges is not { } own)
            return Diagnosis.Missing("/proc/self/status does not say which capabilities there are", "Linux is needed");
        var lacking = own.Lacking(Privileges.OfEverything);
        return lacking.Count == 0
            ? Diagnosis.Ok("root, or as good as")
            : Diagnosis.Missing($"no {string.Join(", ", lacking)}", Answers.RunAsRoot);
    }

    private static Diagnosis Cgroups(Machine machine)
    {
        if (machine.Exists("/sys/fs/cgroup/cgroup.controllers")) return Diagnosis.Ok("v2");
        if (machine.Exists("/sys/fs/cgroup/freezer")) return Diagnosis.Ok("v1");
        return Diagnosis.Missing("neither v1 nor v2 is mounted", "mount cgroups at /sys/fs/cgroup");
    }

    private static async Task<Diagnosis> LoopDevicesAsync(Machine machine, CancellationToken cancellationToken)
    {
        var mounts = await MountsAsync(machine, cancellationToken);
        if (!machine.Exists(mounts.Reach("/dev/loop-control")))
            return Diagnosis.Missing("no /dev/loop-control", machine.IsContainer && mounts.Pid is null ? "pid: host" : "modprobe loop");
        // Only asks which device is free.
        var free = Answers.Diagnose(
            await machine.RunAsync(mounts.Enter(new Command("losetup", "-f")), cancellationToken), "one is free", "mount",
            "losetup -f must name a free one");
        if (free.Status != DoctorStatus.Ok)
            return machine.IsContainer ? free with
            {
                Fix = "cap_add: [SYS_ADMIN, SYS_CHROOT], device_cgroup_rules: [\"c 10:237 rw\", \"b 7:* rw\"]",
            } : free;
        return Answers.Diagnose(
            await machine.RunAsync(new Command("mkfs.ext4", "-V"), cancellationToken), "with mkfs.ext4", "e2fsprogs",
            "mkfs.ext4 -V must answer");
    }

    /// <summary>Our own mounts when the engine does not answer, which another check reports.</summary>
    private static async Task<EngineMounts> MountsAsync(Machine machine, CancellationToken cancellationToken)
    {
        try
        {
            return (await machine.AskEngineAsync(cancellationToken)).Mounts;
        }
        catch (Exception e) when (e is ClusterUnavailableException or DockerApiException)
        {
            return new EngineMounts(null);
        }
    }

    /// <summary>Checks the directory itself, or the parent in which it would be created.</summary>
    private static async Task<Diagnosis> StateAsync(Machine machine, CancellationToken cancellationToken)
    {
        const string Other = "choose another with --state or CHAOSSERVICE_STATE";
        var nearest = machine.State;
        while (!machine.Exists(nearest) && Path.GetDirectoryName(nearest) is { } above) nearest = above;
        if (!await Test("-d")) return Diagnosis.Missing($"{machine.State}: {nearest} is no directory", Other);
        return await Test("-w")
            ? Diagnosis.Ok(machine.State)
            : Diagnosis.Missing($"{machine.State}: {nearest} cannot be written to", $"{Answers.RunAsRoot}, or {Other}");

        async Task<bool> Test(string what) => (await machine.RunAsync(new Command("test", what, nearest), cancellationToken)).Succeeded;
    }

    /// <summary>What reverts the faults when both the run and its watchdog are gone.</summary>
    private static async Task<Diagnosis> SwitchAsync(Machine machine, CancellationToken cancellationToken)
    {
        const string Next = "only the next start reverts what both leave";
        var variables = machine.Read("/proc/self/environ") ?? "";
        if (variables.Split('\0').Any(v => v.StartsWith($"{Watchdog.OffVariable}=", StringComparison.Ordinal)))
            return machine.IsContainer
                ? Diagnosis.Ok("the watchdog's container, which the engine starts again")
                : Diagnosis.Degraded($"off; {Next}", $"start without {Watchdog.OffVariable}");
        if (!machine.Exists(Watchdog.SystemdMark))
            return Diagnosis.Degraded(
                $"a watchdog in a session of its own; {Next}", machine.IsContainer
                    ? "run it as compose/chaosservice.yaml does, whose second container the engine starts again"
                    : "a system that runs systemd starts the watchdog again");
        return Answers.Diagnose(
            await machine.RunAsync(new Command("systemd-run", "--version"), cancellationToken), "systemd starts the watchdog again",
            "systemd", "systemd-run --version must answer");
    }

    private static Diagnosis Disk(Machine machine)
    {
        var folders = new[] { "/var/lib", "." };
        var (folder, free) = folders.Select(f => (f, machine.FreeBytes(f))).MinBy(f => f.Item2);
        var detail = $"{free / (double)(1 << 30):0.0} GB free in {folder}";
        return free >= EnoughBytes ? Diagnosis.Ok(detail) : Diagnosis.Missing(detail, "make room: 3 GB are needed");
    }
}
