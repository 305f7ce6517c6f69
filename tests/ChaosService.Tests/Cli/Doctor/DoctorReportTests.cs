using ChaosService.Cli.Doctor;
using ChaosService.Docker.Volumes;

namespace ChaosService.Tests.Cli.Doctor;

public sealed class DoctorReportTests
{
    [Fact]
    public async Task Machine_that_has_everything_is_ready()
    {
        var results = await DoctorReport.RunAsync(new FakeMachine().Build(), [], TestContext.Current.CancellationToken);

        Assert.All(results, r => Assert.Equal(DoctorStatus.Ok, r.Status));
        Assert.True(DoctorReport.IsReady(results));
    }

    [Fact]
    public async Task Kernel_without_netem_is_degraded_and_ready()
    {
        var machine = new FakeMachine().Answers("netem", 2, error: "Error: Specified qdisc kind is unknown.\n");
        var results = await DoctorReport.RunAsync(machine.Build(), [], TestContext.Current.CancellationToken);

        var netem = results.Single(r => r.Name == "netem");
        Assert.Equal((DoctorStatus.Degraded, "Error: Specified qdisc kind is unknown."), (netem.Status, netem.Detail));
        Assert.Contains("sch_netem", netem.Fix);
        Assert.True(DoctorReport.IsReady(results));
    }

    [Theory]
    [InlineData(true, false, false, DoctorStatus.Ok, "systemd starts the watchdog again")]
    [InlineData(
        false, false, false, DoctorStatus.Degraded, "a watchdog in a session of its own; only the next start reverts what both leave")]
    [InlineData(true, false, true, DoctorStatus.Degraded, "off; only the next start reverts what both leave")]
    [InlineData(false, true, true, DoctorStatus.Ok, "the watchdog's container, which the engine starts again")]
    public async Task Dead_mans_switch_that_is_in_force_is_named(bool systemd, bool container, bool off, object status, string detail)
    {
        var machine = container ? new FakeMachine().InContainer() : new FakeMachine();
        if (!systemd) machine.Paths.Remove("/run/systemd/system");
        if (off) machine.Files["/proc/self/environ"] = "PATH=/bin\0CHAOSSERVICE_NO_WATCHDOG=1\0";

        var found = await machine.DiagnoseAsync("dead-man's switch");

        Assert.Equal((status, detail), (found.Status, found.Detail));
    }

    [Theory]
    [InlineData(0, DoctorStatus.Degraded)]
    [InlineData(2, DoctorStatus.Missing)]
    public async Task Kernel_without_nfqueue_needs_netem(int netemExit, object expected)
    {
        var machine =
            new FakeMachine().Answers("netem", netemExit).Answers("NFQUEUE", 1, error: "iptables: No chain/target/match by that name.");

        Assert.Equal(expected, (await machine.DiagnoseAsync("NFQUEUE")).Status);
    }

    [Theory]
    [InlineData(
        "The container engine at unix:///var/run/docker.sock cannot be reached: No such file or directory", "installs and starts it")]
    [InlineData("The container engine at unix:///var/run/docker.sock cannot be reached: permission denied", "run as root")]
    public async Task Engine_that_does_not_answer_is_missing_with_its_fix(string trouble, string fix)
    {
        var machine = new FakeMachine { EngineTrouble = trouble };
        machine.Files["/proc/self/status"] = "Uid:\t1000\t1000\t1000\t1000\nCapEff:\t0000000000000000";
        var result = await machine.DiagnoseAsync("docker engine");

        Assert.Equal((DoctorStatus.Missing, trouble), (result.Status, result.Detail));
        Assert.Contains(fix, result.Fix);
    }

    [Theory]
    [InlineData("test -d /state", "/state: /state is no directory", "choose another with --state or CHAOSSERVICE_STATE")]
    [InlineData("test -w /state", "/state: /state cannot be written to", "run as root, or choose another with --state or CHAOSSERVICE_ST")]
    public async Task State_directory_that_cannot_be_used_is_missing(string fails, string detail, string fix)
    {
        var machine = new FakeMachine().Answers(fails, 1);
        machine.Paths.Add("/state");
        var result = await machine.DiagnoseAsync("state directory");

        Assert.Equal((DoctorStatus.Missing, detail), (result.Status, result.Detail));
        Assert.StartsWith(fix, result.Fix);
    }

    [Fact]
    public async Task State_directory_that_is_not_there_yet_is_asked_where_it_would_be_made()
    {
        var machine = new FakeMachine().Answers("test -w /", 1);
        machine.Paths.Add("/");

        Assert.Equal("/state: / cannot be written to", (await machine.DiagnoseAsync("state directory")).Detail);
    }

    [Fact]
    public async Task Loop_devices_are_looked_for_where_the_engine_mounts()
    {
        var machine = new FakeMachine { Engine = new("28.2.2", "1.50", 77, new EngineMounts(77)) };
        Assert.Equal("no /dev/loop-control", (await machine.DiagnoseAsync("loop devices")).Detail);

        machine.Paths.Add("/proc/77/root/dev/loop-control");
        machine.Answers("nsenter --target 77 --mount -- losetup -f", 1, error: "losetup: cannot find an unused loop device");
        Assert.Equal("losetup: cannot find an unused loop device", (await machine.DiagnoseAsync("loop devices")).Detail);
    }

    [Theory]
    [InlineData(0, 0, DoctorStatus.Ok, "docker compose 1.0")]
    [InlineData(1, 0, DoctorStatus.Ok, "docker-compose 1.0")]
    [InlineData(1, 127, DoctorStatus.Missing, "neither docker compose nor docker-compose answers")]
    public async Task Either_compose_will_do(int plugin, int standalone, object expected, string detail)
    {
        var machine = new FakeMachine().Answers("docker compose", plugin, "1.0\n").Answers("docker-compose", standalone, "1.0\n");
        var result = await machine.DiagnoseAsync("docker compose");

        Assert.Equal((expected, detail), (result.Status, result.Detail));
    }

    [Theory]
    [InlineData("CapEff:\t0000000000000000", "no CAP_DAC_OVERRIDE, CAP_KILL, CAP_NET_ADMIN, CAP_SYS_CHROOT, CAP_SYS_PTRACE, CAP_SYS_ADMIN")]
    [InlineData("CapEff:\t0000000000001000", "no CAP_DAC_OVERRIDE, CAP_KILL, CAP_SYS_CHROOT, CAP_SYS_PTRACE, CAP_SYS_ADMIN")]
    [InlineData("", "/proc/self/status does not say which capabilities there are")]
    public async Task Lacking_privileges_are_named(string status, string detail)
    {
        var machine = new FakeMachine { Files = { ["/proc/self/status"] = status } };

        Assert.Equal(detail, (await machine.DiagnoseAsync("privileges")).Detail);
    }

    [Theory]
    [InlineData("Uid:\t1000\t1000\t1000\t1000\nCapEff:\t0000000000000000", "run as root")]
    [InlineData("Uid:\t0\t0\t0\t0\nCapEff:\t000001ffffdfffff", "give the process CAP_SYS_ADMIN (systemd: CapabilityBoundingSet)")]
    [InlineData("Uid:\t0\t0\t0\t0\nCapEff:\t000001ffffffffff", "start it without seccomp, AppArmor or SELinux in its way")]
    public async Task Root_that_lacks_a_capability_is_told_which(string status, string fix)
    {
        var machine = new FakeMachine { Files = { ["/proc/self/status"] = status } }.Answers(
            "nsenter --net", 1, error: "nsenter: reassociate to namespace 'ns/net' failed: Operation not permitted");

        Assert.Equal(fix, (await machine.DiagnoseAsync("nsenter")).Fix);
    }

    [Fact]
    public async Task Little_disk_is_missing()
    {
        var result = await new FakeMachine { FreeBytes = 2L << 30 }.DiagnoseAsync("disk");

        Assert.Equal((DoctorStatus.Missing, "2.0 GB free in /var/lib"), (result.Status, result.Detail));
    }

    [Fact]
    public async Task Cgroups_of_either_version_will_do()
    {
        var machine = new FakeMachine();
        Assert.Equal("v2", (await machine.DiagnoseAsync("cgroups")).Detail);
        machine.Paths.Remove("/sys/fs/cgroup/cgroup.controllers");
        Assert.Equal(DoctorStatus.Missing, (await machine.DiagnoseAsync("cgroups")).Status);
        machine.Paths.Add("/sys/fs/cgroup/freezer");
        Assert.Equal("v1", (await machine.DiagnoseAsync("cgroups")).Detail);
    }
}
