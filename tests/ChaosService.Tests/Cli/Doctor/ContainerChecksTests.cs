using ChaosService.Cli.Doctor;

namespace ChaosService.Tests.Cli.Doctor;

public sealed class ContainerChecksTests
{
    [Fact]
    public async Task Container_that_has_everything_is_ready()
    {
        var results = await DoctorReport.RunAsync(new FakeMachine().InContainer().Build(), [], TestContext.Current.CancellationToken);

        Assert.All(results, r => Assert.True(r.Status == DoctorStatus.Ok, $"{r.Name}: {r.Detail}"));
        Assert.Contains(results, r => r.Name == "host's processes");
    }

    [Fact]
    public async Task Outside_of_a_container_nothing_is_said_of_one() =>
        Assert.DoesNotContain(
            await DoctorReport.RunAsync(new FakeMachine().Build(), [], TestContext.Current.CancellationToken),
            r => r.Name is "host's processes" or "state");

    [Theory]
    [InlineData(0, DoctorStatus.Missing, "pid: host")]
    [InlineData(null, DoctorStatus.Degraded, "/var/run/docker.sock")]
    public async Task Container_that_cannot_see_the_engines_process_is_told_how(int? pid, object expected, string fix)
    {
        var result = await new FakeMachine().InContainer(pid).DiagnoseAsync("host's processes");

        Assert.Equal(expected, result.Status);
        Assert.Contains(fix, result.Fix);
    }

    [Fact]
    public async Task Engine_whose_files_cannot_be_reached_is_missing()
    {
        var machine = new FakeMachine().InContainer();
        machine.Paths.Remove("/proc/77/root/");

        Assert.Equal("cap_add: [SYS_PTRACE]", (await machine.DiagnoseAsync("host's processes")).Fix);
    }

    [Theory]
    [InlineData("net:[1]\nnet:[1]\n", DoctorStatus.Ok)]
    [InlineData("net:[1]\nnet:[2]\n", DoctorStatus.Missing)]
    public async Task Network_of_its_own_is_missing(string links, object expected) =>
        Assert.Equal(
            expected, (await new FakeMachine().InContainer().Answers("readlink", 0, links).DiagnoseAsync("host's network")).Status);

    [Theory]
    [InlineData("unconfined\n", DoctorStatus.Ok)]
    [InlineData("system_u:system_r:spc_t:s0\0", DoctorStatus.Ok)]
    [InlineData("docker-default (enforce)\n", DoctorStatus.Missing)]
    [InlineData("system_u:system_r:container_t:s0:c1,c2\0", DoctorStatus.Missing)]
    public async Task Profile_of_the_container_is_named(string label, object expected)
    {
        var machine = new FakeMachine().InContainer();
        machine.Files["/proc/self/attr/current"] = label;

        Assert.Equal(expected, (await machine.DiagnoseAsync("confinement")).Status);
    }

    [Fact]
    public async Task State_that_ends_with_the_container_is_missing()
    {
        var machine = new FakeMachine().InContainer();
        machine.Files["/proc/self/mountinfo"] = "1 0 0:50 / / rw - overlay overlay rw\n2 1 254:0 / /stateful rw - ext4 /dev/vda rw\n";

        var result = await machine.DiagnoseAsync("state");

        Assert.Equal((DoctorStatus.Missing, "volumes: [\"state:/state\"]"), (result.Status, result.Fix));
    }

    [Fact]
    public async Task Root_in_a_container_is_not_told_to_become_root()
    {
        var machine = new FakeMachine().InContainer()
            .Answers("nsenter --net", 1, error: "nsenter: reassociate to namespace 'ns/net' failed: Operation not permitted");

        Assert.Contains("compose/chaosservice.yaml", (await machine.DiagnoseAsync("nsenter")).Fix);
    }

    [Theory]
    [InlineData(
        "CapEff:\t0000000000001000",
        "cap_add: [DAC_OVERRIDE, KILL, SYS_CHROOT, SYS_PTRACE, SYS_ADMIN], as compose/chaosservice.yaml has it "
            + "(docs/run-in-a-container.md)")]
    public async Task Capabilities_that_are_lacking_are_to_be_added(string status, string fix)
    {
        var machine = new FakeMachine().InContainer();
        machine.Files["/proc/self/status"] = status;

        Assert.Equal(fix, (await machine.DiagnoseAsync("privileges")).Fix);
    }
}
