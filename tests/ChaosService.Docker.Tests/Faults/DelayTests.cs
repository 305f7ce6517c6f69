using System.Globalization;
using System.Text.RegularExpressions;
using ChaosService.Docker.Processes;
using ChaosService.Faults.Network;
using ChaosService.Faults.Network.Delay;
using ChaosService.Faults.Network.Partition;
using ChaosService.Faults.Network.State;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Docker.Tests.Faults;

[Trait("needs", "docker")]
public sealed partial class DelayTests(SmallCluster small, ITestOutputHelper output) : IClassFixture<SmallCluster>
{
    private static readonly DelayParameters Slow = new(TimeSpan.FromMilliseconds(50), TimeSpan.Zero, PeerChoice.Peers, Direction.Outbound);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Delay_is_as_long_as_asked_for_and_leaves_nothing()
    {
        await using var fault = small.Fault("f1", "network-delay", Slow, "n1");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        var effect = await fault.ObserveEffectAsync(Stop);
        output.WriteLine(effect.Evidence);
        Assert.True(effect.Seen, effect.Evidence);
        Assert.All(Measured(effect.Evidence), ms => Assert.InRange(ms, 49, 70));

        await fault.RevertAsync(Stop);
        var recovery = await fault.ObserveRecoveryAsync(Stop);
        output.WriteLine(recovery.Evidence);
        Assert.True(recovery.Seen, recovery.Evidence);
        Assert.Empty(await small.RulesAsync());
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(50, 50)]
    [InlineData(2500, 500)]
    public async Task Delay_that_is_small_wide_or_long_is_proven_and_its_end_as_well(int ms, int jitterMs)
    {
        await using var fault = small.Fault("f1", "network-delay", Of(ms, jitterMs), "n1");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        var effect = await fault.ObserveEffectAsync(Stop);
        output.WriteLine(effect.Evidence);
        Assert.True(effect.Seen, effect.Evidence);
        await fault.RevertAsync(Stop);
        var recovery = await fault.ObserveRecoveryAsync(Stop);
        output.WriteLine(recovery.Evidence);
        Assert.True(recovery.Seen, recovery.Evidence);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(50, 50)]
    public async Task Delay_whose_rules_somebody_took_away_is_not_proven(int ms, int jitterMs)
    {
        await using var fault = small.Fault("f1", "network-delay", Of(ms, jitterMs), "n1");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        foreach (var name in SmallCluster.Names)
        {
            await small.InNetworkAsync(name, "nft", "flush", "table", "ip", "mangle");
            await small.InNetworkAsync(name, "tc", "qdisc", "del", "dev", "eth0", "root");
        }
        var effect = await fault.ObserveEffectAsync(Stop);
        output.WriteLine(effect.Evidence);
        Assert.False(effect.Seen, effect.Evidence);
        Assert.Contains("nothing shapes packets on", effect.Evidence);
        await fault.RevertAsync(Stop);
        Assert.True((await fault.ObserveRecoveryAsync(Stop)).Seen);
    }

    [Fact]
    public async Task Delay_that_is_still_there_is_not_recovered_from_although_some_answers_are_fast()
    {
        var request = new FaultRequest("test", new("f1"), Of(1, 1), [new ClusterNode("n1", "small")], small.Cluster, Seed: 1);
        await using var forgotten = small.NewLife()["network-delay"].Create(request);
        await forgotten.PrepareAsync(Stop);
        await using var fault = small.Fault("f1", "network-delay", Of(1, 1), "n1");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        var recovery = await forgotten.ObserveRecoveryAsync(Stop);
        output.WriteLine(recovery.Evidence);
        Assert.False(recovery.Seen, recovery.Evidence);

        await fault.RevertAsync(Stop);
        Assert.True((await forgotten.ObserveRecoveryAsync(Stop)).Seen);
    }

    private static DelayParameters Of(int ms, int jitterMs) =>
        Slow with { Delay = TimeSpan.FromMilliseconds(ms), Jitter = TimeSpan.FromMilliseconds(jitterMs) };

    [Fact]
    public async Task Delay_both_ways_doubles_and_the_other_link_stays_fast()
    {
        await using var fault =
            small.Fault("f1", "network-delay", Slow with { To = new(PeerScope.Names, ["n2"]), Direction = Direction.Both }, "n1");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        var effect = await fault.ObserveEffectAsync(Stop);
        output.WriteLine(effect.Evidence);
        Assert.True(effect.Seen, effect.Evidence);
        Assert.All(Measured(effect.Evidence), ms => Assert.InRange(ms, 99, 130));
        Assert.InRange(await ConnectMsAsync("n1", "n3"), 0, 30);
        await fault.RevertAsync(Stop);
        Assert.True((await fault.ObserveRecoveryAsync(Stop)).Seen);
    }

    [Fact]
    public async Task Partition_over_a_delay_is_reverted_and_the_delay_stays()
    {
        await using var delay = small.Fault("f1", "network-delay", Slow, "n1");
        await using var cut = small.Fault("f2", "network-partition", new PartitionParameters(PeerChoice.Peers, Direction.Both), "n1");
        await delay.PrepareAsync(Stop);
        await delay.InjectAsync(Stop);
        await cut.PrepareAsync(Stop);
        await cut.InjectAsync(Stop);
        Assert.True((await cut.ObserveEffectAsync(Stop)).Seen);
        var behind = await delay.ObserveEffectAsync(Stop);
        Assert.True(behind.Seen, behind.Evidence);

        await cut.RevertAsync(Stop);
        Assert.True((await cut.ObserveRecoveryAsync(Stop)).Seen);
        var still = await delay.ObserveEffectAsync(Stop);
        output.WriteLine(still.Evidence);
        Assert.True(still.Seen, still.Evidence);

        await delay.RevertAsync(Stop);
        Assert.True((await delay.ObserveRecoveryAsync(Stop)).Seen);
        Assert.Empty(await small.RulesAsync());
    }

    [Fact]
    public async Task Delays_on_the_same_link_add_up_and_go_one_by_one()
    {
        await using var first = small.Fault("f1", "network-delay", Slow, "n1");
        await using var second = small.Fault("f2", "network-delay", Slow with { To = PeerChoice.Everyone }, "n1");
        await first.PrepareAsync(Stop);
        await first.InjectAsync(Stop);
        await second.PrepareAsync(Stop);
        await second.InjectAsync(Stop);
        Assert.InRange(await ConnectMsAsync("n1", "n2"), 99, 150);
        var effect = await second.ObserveEffectAsync(Stop);
        output.WriteLine(effect.Evidence);
        Assert.True(effect.Seen, effect.Evidence);

        await first.RevertAsync(Stop);
        Assert.InRange(await ConnectMsAsync("n1", "n2"), 49, 90);
        await second.RevertAsync(Stop);
        Assert.InRange(await ConnectMsAsync("n1", "n2"), 0, 30);
        Assert.Empty(await small.RulesAsync());
    }

    [Fact]
    public async Task Delay_under_load_loses_nothing()
    {
        await using var fault = small.Fault("f1", "network-delay", Slow, "n1");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        var seconds = await SendAsync("n1", "n2", megabytes: 64);
        var queues = await File.ReadAllTextAsync($"/proc/{(await small.NodeAsync("n2")).Pid}/net/netfilter/nfnetlink_queue", Stop);
        output.WriteLine(
            $"64 MiB in {seconds:0.0} s; queue, reader, waiting, mode, range, dropped by the kernel, dropped for the reader, last id: "
                + $"{queues.Trim()}");
        var fields = queues.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length > 0) Assert.Equal(("0", "0"), (fields[5], fields[6]));
        Assert.InRange(seconds, 0, 30);
        await fault.RevertAsync(Stop);
    }

    [Fact]
    public async Task Restarted_node_is_delayed_again()
    {
        await using var fault = small.Fault("f1", "network-delay", Slow, "n1");
        var told = new TaskCompletionSource<string>();
        fault.Interrupted += told.SetResult;
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        await small.RestartAsync("n1");
        output.WriteLine(await told.Task.WaitAsync(Wait.Limit, Stop));
        var effect = await fault.ObserveEffectAsync(Stop);
        Assert.True(effect.Seen, effect.Evidence);
        await fault.RevertAsync(Stop);
        Assert.Empty(await small.RulesAsync());
    }

    [Fact]
    public async Task Leftover_delay_is_removed_by_a_new_life()
    {
        var fault = small.Fault("f1", "network-delay", Slow, "n1");
        var recipe = await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        Assert.NotEmpty(await small.RulesAsync());
        await small.NewLife()["network-delay"].RevertLeftoverAsync(recipe, Stop);
        Assert.Empty(await small.RulesAsync());
        Assert.InRange(await ConnectMsAsync("n1", "n2"), 0, 30);
        await fault.RevertAsync(Stop);
    }

    /// <summary>By another program than the one that measures the proof.</summary>
    private async Task<double> ConnectMsAsync(string from, string to)
    {
        var (node, address) = (await small.NodeAsync(from), (await small.NodeAsync(to)).Address);
        const string Script =
            "use IO::Socket::INET; use Time::HiRes 'time'; my $best = 1e9; for (1..3) { my $t = time; "
            + "IO::Socket::INET->new(PeerAddr => $ARGV[0], PeerPort => 7000) or die; my $d = time - $t; $best = $d if $d < $best } print "
            + "$best * 1000";
        var said =
            await CommandRunner.RunOrThrowAsync(new("nsenter", $"--net=/proc/{node.Pid}/ns/net", "perl", "-e", Script, $"{address}"), Stop);
        return double.Parse(said, CultureInfo.InvariantCulture);
    }

    /// <summary>Seconds until the receiver had all of it.</summary>
    private async Task<double> SendAsync(string from, string to, int megabytes)
    {
        var (sender, receiver) = (await small.NodeAsync(from), await small.NodeAsync(to));
        const string Receive =
            "use IO::Socket::INET; my $s = IO::Socket::INET->new(Listen => 1, LocalPort => 7001, ReuseAddr => 1) or die; my $c = "
                + "$s->accept; "
            + "my $n = 0; while (my $r = sysread $c, my $b, 1 << 16) { $n += $r } print $n";
        const string Send =
            "use IO::Socket::INET; my $c; for (1..100) { $c = IO::Socket::INET->new(PeerAddr => $ARGV[0], PeerPort => 7001) and last; "
                + "select undef, undef, undef, 0.05 } "
            + "$c or die; for (1..$ARGV[1]) { my ($b, $o) = ('x' x (1 << 20), 0); while ($o < length $b) { $o += syswrite($c, $b, "
            + "length($b) - $o, $o) // die } }";
        var received = CommandRunner.RunOrThrowAsync(new("nsenter", $"--net=/proc/{receiver.Pid}/ns/net", "perl", "-e", Receive), Stop);
        var start = TimeProvider.System.GetTimestamp();
        await CommandRunner.RunOrThrowAsync(
            new("nsenter", $"--net=/proc/{sender.Pid}/ns/net", "perl", "-e", Send, $"{receiver.Address}", $"{megabytes}"), Stop);
        Assert.Equal($"{megabytes << 20}", await received);
        return TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }

    private static IEnumerable<double> Measured(string evidence) =>
        Milliseconds().Matches(evidence).Select(m => double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@":7000 ([0-9.]+) ms")]
    private static partial Regex Milliseconds();
}
