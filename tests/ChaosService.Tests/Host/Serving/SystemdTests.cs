using System.Net.Sockets;
using System.Text;
using ChaosService.Cli;
using ChaosService.Docker.Processes;
using ChaosService.Host.Composition;
using ChaosService.Host.Serving;
using ChaosService.Model.Configuration;
using ChaosService.Service.Options;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Experiments;

namespace ChaosService.Tests.Host.Serving;

public sealed class SystemdTests : IDisposable
{
    private static readonly string UnitFile = Path.Combine(Shipped.Root, "scripts/systemd/chaosservice.service");

    private readonly TempDirectory _directory = new();
    private readonly Socket _systemd =
        new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = (int)Wait.Limit.TotalMilliseconds };

    public void Dispose()
    {
        _systemd.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Readiness_and_the_end_arrive_as_datagrams()
    {
        var socket = _directory.File("notify");
        _systemd.Bind(new UnixDomainSocketEndPoint(socket));
        var systemd = Systemd.Of(Environment(("NOTIFY_SOCKET", socket)), pid: 7);

        systemd.Ready("ready at http://127.0.0.1:7070");
        systemd.Stopping("stopping", TimeSpan.FromSeconds(90));

        Assert.Equal("READY=1\nSTATUS=ready at http://127.0.0.1:7070", Receive());
        Assert.Equal("STOPPING=1\nEXTEND_TIMEOUT_USEC=90000000\nSTATUS=stopping", Receive());
    }

    [Fact]
    public void Name_in_the_abstract_namespace_is_reached()
    {
        var name = $"chaosservice-test-{Guid.NewGuid():n}";
        _systemd.Bind(new UnixDomainSocketEndPoint("\0" + name));

        Systemd.Of(Environment(("NOTIFY_SOCKET", "@" + name)), pid: 7).Ready("ready");

        Assert.StartsWith("READY=1", Receive());
    }

    [Fact]
    public async Task Signs_of_life_come_while_what_matters_moves()
    {
        var socket = _directory.File("notify");
        _systemd.Bind(new UnixDomainSocketEndPoint(socket));
        var systemd = Systemd.Of(Environment(("NOTIFY_SOCKET", socket), ("WATCHDOG_USEC", "20000"), ("WATCHDOG_PID", "7")), pid: 7);
        using var stop = new CancellationTokenSource();
        var proofs = 0;

        var beating = systemd.BeatAsync(() => proofs++, TimeProvider.System, stop.Token);
        Assert.Equal(("WATCHDOG=1", "WATCHDOG=1"), (Receive(), Receive()));
        await stop.CancelAsync();
        await beating;

        Assert.True(proofs >= 2);
    }

    [Theory]
    [InlineData("WATCHDOG_PID", "8")]
    [InlineData("WATCHDOG_USEC", "soon")]
    public async Task Signs_of_life_that_are_another_s_are_not_sent(string variable, string value)
    {
        var systemd =
            Systemd.Of(Environment(("NOTIFY_SOCKET", _directory.File("nobody")), ("WATCHDOG_USEC", "20000"), (variable, value)), pid: 7);

        await systemd.BeatAsync(() => throw new InvalidOperationException("nobody asked"), TimeProvider.System, CancellationToken.None);
    }

    [Fact]
    public void Nobody_who_listens_is_no_error()
    {
        Systemd.Of(_ => null, pid: 7).Ready("ready");
        Systemd.Of(Environment(("NOTIFY_SOCKET", _directory.File("nobody"))), pid: 7).Ready("ready");
    }

    [Fact]
    public void Unit_waits_for_what_the_service_does()
    {
        Assert.Equal(("notify", "main"), (Unit("Type"), Unit("NotifyAccess")));
        Assert.True(Span("TimeoutStopSec") > Daemon.StopLimit(new ServiceOptions()), "systemd would kill it while it reverts");
        Assert.True(
            Span("TimeoutStartSec") > ChaosService.Engine.Recovery.Leftovers.Limit, "systemd would kill it while it reverts what was left");
        Assert.True(Span("WatchdogSec") >= TimeSpan.FromSeconds(10));
        Assert.True(
            Daemon.StopLimit(new ServiceOptions { OnStop = OnStop.Finish }) > Span("TimeoutStopSec"), "then it need not ask for more time");
    }

    [Fact]
    public void Unit_starts_a_command_line_that_is_taken()
    {
        var words = Unit("ExecStart").Split(' ');

        Assert.EndsWith("/chaosctl", words[0]);
        Assert.Empty(CommandLine.Root(new Composer()).Parse(words[1..]).Errors);
    }

    [Fact]
    public void Unit_leaves_the_dead_man_s_switch_alive() => Assert.Equal("process", Unit("KillMode"));

    [Fact]
    public void Unit_leaves_what_faults_and_volumes_take()
    {
        string[] needed = ["CAP_SYS_ADMIN", "CAP_SYS_PTRACE", "CAP_SYS_CHROOT", "CAP_NET_ADMIN", "CAP_DAC_OVERRIDE", "CAP_KILL"];
        string[] families = ["AF_UNIX", "AF_INET", "AF_INET6", "AF_NETLINK"];

        Assert.Empty(needed.Except(Unit("CapabilityBoundingSet").Split(' ')));
        Assert.Empty(families.Except(Unit("RestrictAddressFamilies").Split(' ')));
        Assert.Contains(Settings(), s => s is { Key: "DeviceAllow", Value: "/dev/loop-control rw" });
        // Code is compiled while it runs, and namespaces of nodes are entered.
        Assert.Empty(Settings().Select(s => s.Key).Intersect(
            ["MemoryDenyWriteExecute", "RestrictNamespaces", "PrivateDevices", "PrivateNetwork", "PrivateUsers", "DynamicUser"]));
    }

    [Fact]
    public async Task Unit_is_understood_by_systemd()
    {
        if (!File.Exists("/usr/bin/systemd-analyze")) Assert.Skip("systemd-analyze is not installed");
        // The program and the units that it comes after are there where it is installed, not here.
        foreach (var folder in new[] { "opt/chaosservice/bin", "etc/systemd/system" }) Directory.CreateDirectory(_directory.File(folder));
        File.Copy("/bin/true", _directory.File("opt/chaosservice/bin/chaosctl"));
        File.Copy(UnitFile, _directory.File("etc/systemd/system/chaosservice.service"));
        foreach (var unit in new[]
        {
            "docker.service", "network-online.target", "sysinit.target", "basic.target", "multi-user.target", "shutdown.target",
            "system.slice",
        })
            File.WriteAllText(_directory.File($"etc/systemd/system/{unit}"), unit.EndsWith("service", StringComparison.Ordinal)
                ? "[Service]\nExecStart=/opt/chaosservice/bin/chaosctl\n"
                : "[Unit]\nDescription=here\n");

        var verified = await CommandRunner.RunAsync(
            new Command("systemd-analyze", "verify", "--man=no", $"--root={_directory.Path}", "chaosservice.service"),
            TestContext.Current.CancellationToken);

        Assert.True(verified.Succeeded, verified.Error);
        Assert.DoesNotContain("chaosservice.service:", verified.Error);
    }

    private static Func<string, string?> Environment(params (string Name, string Value)[] variables) =>
        name => variables.LastOrDefault(v => v.Name == name).Value;

    private string Receive()
    {
        var buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, _systemd.Receive(buffer));
    }

    private static IEnumerable<KeyValuePair<string, string>> Settings() =>
        File.ReadLines(UnitFile).Where(l => l.Length > 0 && l[0] is not ('#' or '[')).Select(l => l.Split('=', 2))
            .Select(p => KeyValuePair.Create(p[0], p[1]));

    private static string Unit(string key) => Assert.Single(Settings(), s => s.Key == key).Value;

    /// <summary>systemd writes minutes as min.</summary>
    private static TimeSpan Span(string key) =>
        Quantity.TryDuration(Unit(key).Replace("min", "m"), out var value) ? value : throw new FormatException(Unit(key));
}
