using ChaosService.Docker.Engine;
using ChaosService.Faults;
using ChaosService.Faults.Container.CrashLoop;
using ChaosService.Faults.Container.Image;
using ChaosService.Faults.Container.Kill;
using ChaosService.Faults.Container.Recreate;
using ChaosService.Faults.Container.Restart;
using ChaosService.Faults.Container.Stop;
using ChaosService.Faults.Disk.Corrupt;
using ChaosService.Faults.Disk.Fill;
using ChaosService.Faults.Disk.Inodes;
using ChaosService.Faults.Disk.ReadOnly;
using ChaosService.Faults.Disk.Stall;
using ChaosService.Faults.Hooks;
using ChaosService.Faults.Network;
using ChaosService.Faults.Network.Delay;
using ChaosService.Faults.Network.Impairment;
using ChaosService.Faults.Network.Partition;
using ChaosService.Faults.Network.Reset;
using ChaosService.Faults.Network.State;
using ChaosService.Faults.Process.Kill;
using ChaosService.Faults.Resource.CpuLimit;
using ChaosService.Faults.Resource.CpuStress;
using ChaosService.Faults.Resource.FdLimit;
using ChaosService.Faults.Resource.IoStress;
using ChaosService.Faults.Resource.MemoryLimit;
using ChaosService.Faults.Resource.MemoryStress;
using ChaosService.Faults.Resource.PidsLimit;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.Tests.Faults;

public sealed class BindingTests
{
    private static readonly ClusterNode[] Members = [new("a", "db"), new("b", "db"), new("c", "db")];

    private static readonly IReadOnlyDictionary<string, IFaultKind> Kinds = FaultKinds
        .All(EngineEndpoint.FromEnvironment(_ => null).CreateClient(), TimeProvider.System, NullLoggerFactory.Instance)
        .ToDictionary(k => k.Name);

    [Fact]
    public void Kinds_are_those_of_the_docs() =>
        Assert.Equal(
            [
                "clock-skew", "connection-reset", "container-crash-loop", "container-image", "container-kill", "container-pause",
                "container-recreate", "container-restart", "container-stop", "cpu-limit", "cpu-stress", "disk-fill", "disk-inodes",
                "disk-io-error", "disk-power-loss", "disk-read-only", "disk-slow", "disk-stall", "dns-failure", "exec", "fd-limit",
                "file-corrupt", "grpc-fault", "http-fault", "io-stress", "memory-limit", "memory-stress", "mqtt-fault",
                "network-bandwidth", "network-corrupt", "network-delay", "network-duplicate", "network-flap", "network-loss",
                "network-partition", "network-reorder", "pids-limit", "port-exhaustion", "process-kill", "tcp-fault",
            ],
            Kinds.Keys.Order());

    [Fact]
    public void Defaults_are_as_documented()
    {
        Assert.Equal(new PartitionParameters(PeerChoice.Peers, Direction.Both), Bind("network-partition"));
        Assert.Equal(new KillParameters("KILL", TimeSpan.FromSeconds(3)), Bind("container-kill"));
        Assert.Equal(TimeSpan.FromSeconds(3), Bind("container-kill").OwnHold);
        Assert.Equal(
            new DelayParameters(TimeSpan.FromMilliseconds(50), TimeSpan.Zero, PeerChoice.Peers, Direction.Outbound),
            Bind("network-delay", ("delay", "50ms")));
        Assert.Equal(new ResetParameters(PeerChoice.Everyone), Bind("connection-reset"));
        Assert.Equal(new FillParameters(0.95, null, null), Bind("disk-fill", ("percent", "95%")));
        Assert.Equal(new InodesParameters(0, null), Bind("disk-inodes"));
        Assert.Equal(new ReadOnlyParameters(null), Bind("disk-read-only"));
        Assert.Equal(new StallParameters(null), Bind("disk-stall"));
        Assert.Equal(new PidsLimitParameters(0), Bind("pids-limit"));
        Assert.Equal(new FdLimitParameters(0), Bind("fd-limit"));
        Assert.Equal(new FileCorruptParameters("*.wal", 1, 8, null, null), Bind("file-corrupt", ("files", "*.wal")));
        Assert.Equal(new CpuStressParameters(1, 1), Bind("cpu-stress"));
        Assert.Equal(new MemoryStressParameters(64 << 20, null, WithoutLimit: false), Bind("memory-stress", ("bytes", "64MiB")));
        Assert.Equal(new IoStressParameters(1, 16 << 20, null), Bind("io-stress"));
        Assert.Equal(new StopParameters(TimeSpan.FromSeconds(10)), Bind("container-stop"));
        Assert.Null(Bind("container-stop").OwnHold);
        Assert.Equal(new RestartParameters(TimeSpan.FromSeconds(10)), Bind("container-restart"));
        Assert.Equal(TimeSpan.Zero, Bind("container-restart").OwnHold);
        Assert.Equal(new ProcessKillParameters("worker", "KILL", ComesBack: true), Bind("process-kill", ("process", "worker")));
        var loop = Bind("container-crash-loop");
        Assert.Equal(new CrashLoopParameters("KILL", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)), loop);
        Assert.Equal(TimeSpan.FromSeconds(3), loop.LeastHold);
        Assert.Equal(new RecreateParameters(null), Bind("container-recreate"));
        Assert.Equal(new ImageParameters("etcd:2", Revert: true), Bind("container-image", ("image", "etcd:2")));
        Assert.Null(Bind("container-image", ("image", "etcd:2")).OwnHold);
    }

    [Fact]
    public void Values_are_read()
    {
        Assert.Equal(
            new PartitionParameters(PeerChoice.Everyone, Direction.Inbound),
            Bind("network-partition", ("from", "everyone"), ("direction", "inbound")));
        Assert.Equal(new ResetParameters(PeerChoice.Peers), Bind("connection-reset", ("from", "peers")));
        Assert.Equal(["b"], ((PartitionParameters)Bind(
            "network-partition", ("from", new (string, object)[] { ("names", new[] { "b" }) }))).From.Names);
        Assert.Equal(
            new KillParameters("TERM", TimeSpan.FromSeconds(1.5)), Bind("container-kill", ("signal", "TERM"), ("restartAfter", "1.5s")));
        Assert.Equal(new InodesParameters(5, "/data"), Bind("disk-inodes", ("leave", "5"), ("path", "/data")));
        Assert.Equal(new ReadOnlyParameters("/data"), Bind("disk-read-only", ("path", "/data")));
        Assert.Equal(new CpuLimitParameters(0.2), Bind("cpu-limit", ("share", "20%")));
        Assert.Equal(new MemoryLimitParameters(9_998_336), Bind("memory-limit", ("limit", "10MB")));
        Assert.Equal(new PidsLimitParameters(7), Bind("pids-limit", ("leave", "7")));
        Assert.Equal(
            new FileCorruptParameters("wal/*", 3, null, 4096, "/data"),
            Bind("file-corrupt", ("files", "wal/*"), ("count", "3"), ("cut", "4KiB"), ("path", "/data")));
        Assert.Equal(new FdLimitParameters(7), Bind("fd-limit", ("leave", "7")));
        Assert.Equal(new CpuStressParameters(2, 0.8), Bind("cpu-stress", ("workers", "2"), ("load", "80%")));
        Assert.Equal(
            new MemoryStressParameters(null, 0.8, WithoutLimit: true), Bind("memory-stress", ("percent", "80%"), ("withoutLimit", "true")));
        Assert.Equal(
            new IoStressParameters(2, 983_040, "/data"), Bind("io-stress", ("workers", "2"), ("size", "1MB"), ("path", "/data")));
        Assert.Equal(new StopParameters(TimeSpan.FromSeconds(1.5)), Bind("container-stop", ("grace", "1.5s")));
        Assert.Equal(
            new ProcessKillParameters("worker", "TERM", ComesBack: false),
            Bind("process-kill", ("process", "worker"), ("signal", "TERM"), ("comesBack", "false")));
        Assert.Equal(
            new CrashLoopParameters("SEGV", TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(10)),
            Bind("container-crash-loop", ("signal", "SEGV"), ("up", "500ms"), ("pause", "10s")));
        Assert.Equal(new RecreateParameters(false), Bind("container-recreate", ("keepVolumes", "false")));
        Assert.Equal(TimeSpan.Zero, Bind("container-image", ("image", "etcd:2"), ("revert", "false")).OwnHold);
        Assert.Equal(new StallParameters("/data"), Bind("disk-stall", ("path", "/data")));
        Assert.Equal(new FillParameters(null, 1 << 20, "/data"), Bind("disk-fill", ("leave", "1MiB"), ("path", "/data")));
    }

    [Theory]
    [InlineData("network-partition", "from", "peer", "(did you mean 'peers'?)")]
    [InlineData("network-partition", "direction", "out", "write one of: both, inbound, outbound")]
    [InlineData("network-delay", "delay", "50", "write a number and a unit")]
    [InlineData(
        "network-delay", "delay", "0ms",
        "write a delay from 1ms to 15s: less cannot be told from a machine's own noise, more cannot be waited for")]
    [InlineData("network-delay", "delay", "999us", "write a delay from 1ms")]
    [InlineData("network-delay", "delay", "16s", "to 15s: less")]
    [InlineData("network-delay", "jitter", "5ms", "write how long packets take more")]
    [InlineData("network-loss", "percent", "0.05%", "write a percentage from 0.1% to 100%")]
    [InlineData("network-loss", "percent", "20", "write a percentage from 0% to 100%")]
    [InlineData("network-bandwidth", "rate", "10", "write a number and a unit (kbit, mbit, gbit)")]
    [InlineData("network-bandwidth", "rate", "9kbit", "write a rate from 64kbit to 1gbit")]
    [InlineData("network-bandwidth", "queue", "1ms", "write a time from 10ms to 5s")]
    [InlineData("network-duplicate", "direction", "inbound", "write one of: outbound, both")]
    [InlineData("network-corrupt", "to", "peer", "(did you mean 'peers'?)")]
    [InlineData("network-reorder", "percent", "95%", "write a percentage from 0.1% to 90%")]
    [InlineData("network-reorder", "delay", "1ms", "write a delay from 5ms to 5s")]
    [InlineData("network-reorder", "gap", "0", "write a whole number from 1 to 20")]
    [InlineData("tcp-fault", "port", "0", "write a whole number from 1 to 65535")]
    [InlineData("tcp-fault", "toxic", "latancy", "(did you mean 'latency'?)")]
    [InlineData("tcp-fault", "direction", "out", "write one of: outbound, inbound, both")]
    [InlineData("tcp-fault", "established", "end", "write one of: reset, keep")]
    [InlineData("container-kill", "signal", "STOP", "write one of: KILL")]
    [InlineData("container-kill", "restartAfter", "3", "write a number and a unit")]
    [InlineData("disk-fill", "percent", "120%", "write a percentage from 0% to 100%")]
    [InlineData("disk-fill", "percent", "0%", "write a percentage above 0%")]
    [InlineData("disk-fill", "path", "data", "from /")]
    [InlineData("cpu-limit", "share", "0.5%", "write at least 1%")]
    [InlineData("cpu-limit", "share", "20", "write a percentage from 0% to 100%")]
    [InlineData("cpu-limit", "percent", "20%", "write how much of one core")]
    [InlineData("memory-limit", "limit", "3MiB", "write at least 4MiB")]
    [InlineData("memory-limit", "limit", "64", "write a size with a unit")]
    [InlineData("memory-limit", "max", "64MiB", "write how much memory")]
    [InlineData("pids-limit", "leave", "1001", "write a whole number from 0 to 1000")]
    [InlineData("file-corrupt", "files", "/data/x", "write a path from its top")]
    [InlineData("file-corrupt", "file", "x", "write which files")]
    [InlineData("fd-limit", "leave", "-1", "write a whole number from 0 to 100000")]
    [InlineData("cpu-stress", "load", "4%", "write at least 5%")]
    [InlineData("cpu-stress", "load", "0.5", "write a percentage")]
    [InlineData("cpu-stress", "workers", "0", "write a whole number from 1 to 64")]
    [InlineData("memory-stress", "bytes", "1kB", "or at least 1MiB")]
    [InlineData("memory-stress", "percent", "0%", "write a percentage above 0%")]
    [InlineData("memory-stress", "percent", "120%", "write a percentage from 0% to 100%")]
    [InlineData("memory-stress", "withoutLimit", "yes", "write true or false")]
    [InlineData("memory-stress", "limit", "64MiB", "write either 'bytes: 64MiB' or 'percent: 80%'")]
    [InlineData("io-stress", "workers", "17", "write a whole number from 1 to 16")]
    [InlineData("io-stress", "size", "1kB", "write a size from 64KiB to 1GiB")]
    [InlineData("io-stress", "path", "data", "from /")]
    [InlineData("container-stop", "grace", "16s", "write at most 15s")]
    [InlineData("container-stop", "grace", "10", "write a number and a unit")]
    [InlineData("container-restart", "grace", "1m", "write at most 15s")]
    [InlineData("container-crash-loop", "up", "6s", "write a time from 100ms to 5s")]
    [InlineData("container-crash-loop", "pause", "50ms", "write a time from 100ms to 10s")]
    [InlineData("container-crash-loop", "pause", "2", "write a number and a unit")]
    [InlineData("container-crash-loop", "signal", "STOP", "write one of: KILL")]
    [InlineData("container-recreate", "keepVolumes", "yes", "write true or false")]
    [InlineData("container-image", "name", "etcd:2", "write the name of an image")]
    [InlineData("container-image", "image", "etcd 2", "as docker images shows it")]
    [InlineData("exec", "where", "here", "write one of: host, node")]
    [InlineData("exec", "timeout", "16s", "write a time from 100ms to 15s")]
    [InlineData("exec", "command", "", "write the command that breaks something")]
    [InlineData("exec", "undo", "true", "without it nothing is proven")]
    [InlineData("process-kill", "process", "sixteen-letters-", "write from 1 to 15 characters")]
    [InlineData("process-kill", "process", "", "write from 1 to 15 characters")]
    [InlineData("process-kill", "signal", "STOP", "write one of: KILL")]
    [InlineData("process-kill", "name", "worker", "write the name of the program")]
    [InlineData("disk-inodes", "leave", "-1", "write a whole number from 0 to 1000000")]
    [InlineData("disk-inodes", "path", "data", "from /")]
    [InlineData("disk-read-only", "path", "data", "from /")]
    [InlineData("disk-stall", "path", "./data", "from /")]
    public void Bad_value_is_reported_with_what_would_be_right(string kind, string key, string value, string fix)
    {
        var (reader, problems) = Yaml.Map((key, value));
        Assert.Null(Kinds[kind].Bind(reader));
        Assert.Contains(problems, p => p.Fix.Contains(fix));
    }

    [Fact]
    public void Command_is_a_program_with_arguments_or_a_line_of_a_shell()
    {
        var hook = (ExecParameters)Bind("exec", ("command", new[] { "a", "b c" }), ("probe", "c | d"), ("undo", "e"));
        Assert.Equal(["a", "b c"], hook.Command);
        Assert.Equal(["/bin/sh", "-c", "c | d"], hook.Probe);
        Assert.Equal(["/bin/sh", "-c", "e"], hook.Undo);
        Assert.Equal((HookPlace.Host, TimeSpan.FromSeconds(10)), (hook.Where, hook.Timeout));
    }

    [Fact]
    public void Both_ways_to_say_how_full_are_too_many_and_none_is_too_few()
    {
        var (both, tooMany) = Yaml.Map(("percent", "95%"), ("leave", "1MiB"));
        Assert.Null(Kinds["disk-fill"].Bind(both));
        Assert.Equal("'percent' and 'leave' exclude each other", Assert.Single(tooMany).Message);
        var (none, tooFew) = Yaml.Map();
        Assert.Null(Kinds["disk-fill"].Bind(none));
        Assert.Single(tooFew);
    }

    [Theory]
    [InlineData("bits", "0", "write a whole number from 1 to 10000")]
    [InlineData("count", "101", "write a whole number from 1 to 100")]
    [InlineData("cut", "65MiB", "write from 1B to 64MiB")]
    [InlineData("path", "data", "from /")]
    public void Damage_out_of_bounds_is_refused(string key, string value, string fix)
    {
        var (reader, problems) = Yaml.Map(("files", "*"), (key, value));
        Assert.Null(Kinds["file-corrupt"].Bind(reader));
        Assert.Contains(fix, Assert.Single(problems).Fix);
    }

    [Fact]
    public void Memory_to_take_is_either_bytes_or_a_share()
    {
        var (reader, problems) = Yaml.Map(("bytes", "64MiB"), ("percent", "80%"));
        Assert.Null(Kinds["memory-stress"].Bind(reader));
        Assert.Equal("'bytes' and 'percent' exclude each other", Assert.Single(problems).Message);
    }

    [Fact]
    public void Impairments_have_the_shape_that_was_asked_for()
    {
        Shape Of(string kind, params (string, object)[] entries) => ((ImpairmentParameters)Bind(kind, entries)).Shape;
        Assert.Equal(new Shape { Loss = PacketLoss.Random(0.2) }, Of("network-loss", ("percent", "20%")));
        Assert.Equal(
            new Shape { Loss = new(0.01, 0.25, 1, 0) },
            Of("network-loss", ("burst", new (string, object)[] { ("enter", "1%"), ("leave", "25%") })));
        Assert.Equal(
            new Shape { Rate = new(10_000_000, TimeSpan.FromMilliseconds(100)) }, Of("network-bandwidth", ("rate", "10mbit")));
        Assert.Equal(new Shape { Duplicated = 0.1 }, Of("network-duplicate", ("percent", "10%")));
        Assert.Equal(new Shape { Corrupted = 0.01 }, Of("network-corrupt", ("percent", "1%")));
        Assert.Equal(
            new Shape(TimeSpan.FromMilliseconds(20)) { Reordering = new(0.25, 5) },
            Of("network-reorder", ("percent", "25%"), ("gap", "5")));
    }

    [Theory]
    [InlineData("0.1%", "90%", "too rare, or in bursts too long")]
    [InlineData("20%", "95%", "'correlation' is out of range")]
    public void Loss_that_could_never_be_seen_is_refused(string percent, string correlation, string message)
    {
        var (reader, problems) = Yaml.Map(("percent", percent), ("correlation", correlation));
        Assert.Null(Kinds["network-loss"].Bind(reader));
        Assert.Contains(message, Assert.Single(problems).Message);
    }

    [Fact]
    public void Loss_is_either_a_share_or_in_bursts()
    {
        var (reader, problems) = Yaml.Map(
            ("percent", "5%"), ("burst", new (string, object)[] { ("enter", "1%"), ("leave", "0%") }));
        Assert.Null(Kinds["network-loss"].Bind(reader));
        Assert.Equal(["'percent' and 'burst' exclude each other", "'leave' is zero"], problems.Select(p => p.Message));
    }

    [Fact]
    public void Jitter_above_the_delay_is_refused()
    {
        var (reader, problems) = Yaml.Map(("delay", "5ms"), ("jitter", "6ms"));
        Assert.Null(Kinds["network-delay"].Bind(reader));
        Assert.Equal("write at most 5ms", Assert.Single(problems).Fix);
    }

    [Fact]
    public void Unknown_key_is_reported()
    {
        var (reader, problems) = Yaml.Map(("form", "peers"));
        Kinds["network-partition"].Bind(reader);
        reader.Done();
        Assert.Contains("did you mean 'from'?", Assert.Single(problems).Fix);
    }

    [Fact]
    public void Dry_run_shows_the_documents_of_both_ends()
    {
        var steps = Kinds["network-partition"].DryRun(Bind("network-partition"), ["a"], Members);
        Assert.Equal(3, steps.Count);
        Assert.StartsWith("nsenter --net=/proc/<pid of a>/ns/net nft -f - <<\nadd table inet chaosservice", steps[0]);
        Assert.Contains("ip daddr { <address of b>, <address of c> } counter drop", steps[0]);
        Assert.Contains("ip saddr { <address of a> } counter drop", steps[1]);
    }

    [Fact]
    public void Dry_run_takes_a_node_that_is_not_known_yet()
    {
        var steps = Kinds["network-partition"].DryRun(Bind("network-partition"), ["<leader>"], Members);
        Assert.StartsWith("<leader>: one of a, b, c, known at injection", steps[0]);
        Assert.Contains("<address of a>, <address of b>, <address of c>", steps[1]);
        var delay = Kinds["network-delay"].DryRun(Bind("network-delay", ("delay", "50ms")), ["<leader>"], Members);
        Assert.Contains("netem delay 50000us", delay[1]);
        Assert.Contains("--queue-bypass", delay[2]);
    }

    [Fact]
    public void Dry_run_of_the_other_kinds_is_a_line_a_node()
    {
        Assert.Equal(
            ["docker kill --signal KILL <container of a>; after 3s: docker start <container of a>"],
            Kinds["container-kill"].DryRun(Bind("container-kill"), ["a"], Members));
        Assert.Contains("95 % full", Assert.Single(Kinds["disk-fill"].DryRun(Bind("disk-fill", ("percent", "95%")), ["a"], Members)));
    }

    [Theory]
    [InlineData("disk-read-only", "mount -o remount,ro <where the host has <first mount that is a filesystem of its own> of a>")]
    [InlineData("disk-stall", "ioctl(FIFREEZE) on <first mount that is a filesystem of its own> of a")]
    [InlineData("container-stop", "docker kill --signal <stop signal of the image, else TERM> <container of a>; after 10s")]
    [InlineData("pids-limit", "echo <pids.current + 0> > <control group of a>/pids.max")]
    [InlineData("disk-inodes", "empty files in .chaosservice-inodes-<run>-<fault>")]
    [InlineData("file-corrupt", "8 bits turned over in 1 of the files x in ")]
    [InlineData("fd-limit", "prlimit --pid <every process of a> --nofile=<what it has open + 0>:; ")]
    [InlineData("cpu-stress", "in <control group of a>/chaosservice-stress-<run>-<fault>, by nsenter --target <pid of a> --pid sh -c: 1")]
    [InlineData("io-stress", "in <control group of a>/chaosservice-stress-<run>-<fault>, by nsenter")]
    public void Dry_run_says_what_is_done_and_how_it_is_undone(string kind, string begin)
    {
        var parameters = kind == "file-corrupt" ? Bind(kind, ("files", "x")) : Bind(kind);
        var step = Assert.Single(Kinds[kind].DryRun(parameters, ["a"], Members));
        Assert.StartsWith(begin, step);
        Assert.Contains("; at the end: ", step);
    }

    private static FaultParameters Bind(string kind, params (string, object)[] entries)
    {
        var (reader, problems) = Yaml.Map(entries);
        var parameters = Kinds[kind].Bind(reader);
        reader.Done();
        Assert.Empty(problems);
        return parameters!;
    }
}
