using ChaosService.Browser.Tests.Running;
using ChaosService.Model.Runs;
using ChaosService.Service.Targets;

namespace ChaosService.Browser.Tests;

/// <summary>A real etcd, a real partition, a real halt, all from the page.</summary>
[Trait("needs", "docker")]
public sealed class RealRunTests(Chromium chromium) : PageTest(chromium)
{
    private const string Partition =
        """
        apiVersion: chaosservice/v1
        kind: Experiment
        metadata: { name: leader-partition }
        spec:
          target: etcd
          seed: 42
          duration: 60s
          load: [{ workload: register, clients: 8, rate: 100/s, keys: 10 }]
          faults: [{ kind: network-partition, at: 4s, for: 50s, on: { role: leader, count: 1 }, from: peers }]
          checks: [linearizable, availability: { objective: 10% }]
          safety: { maxNodes: 1 }
        """;

    /// <summary>Nodes come up one after the other, and the slowest machine builds their image first.</summary>
    private const float UpLimitMs = 180_000;

    private static readonly TimeSpan HaltLimit = TimeSpan.FromSeconds(3);

    protected override bool RealRuns => true;

    [Fact]
    public async Task Partition_is_triggered_watched_and_halted_in_mid_fault()
    {
        await Site.ApplyAsync(Partition);
        await OpenAsync("/experiments");
        await Hook("trigger").ClickAsync();
        await IsOnRunAsync("leader-partition");

        await Expect(Hook("fault-row")).ToContainTextAsync("network-partition", new() { Timeout = UpLimitMs });
        await Expect(Hook("fault-row")).ToContainTextAsync("packets dropped");
        await Chart.HasBandsAsync(Hook("chart-latency"), "f1 network-partition");
        Assert.NotEmpty(Site.Part<ActiveFaults>().List());

        await Hook("halt").ClickAsync();
        var pressed = TimeProvider.System.GetTimestamp();
        await Hook("halt-confirm").ClickAsync();
        await Expect(Hook("halted-banner")).ToBeVisibleAsync();
        var took = TimeProvider.System.GetElapsedTime(pressed);

        Assert.Empty(Site.Part<ActiveFaults>().List());
        Assert.True(took < HaltLimit, $"the halt took {took}");
        await Expect(Hook("run-state")).ToHaveTextAsync("aborted", new() { Timeout = UpLimitMs });
        var run = Assert.Single(Site.Runs.List(new RunFilter(), null, 10).Runs);
        Assert.Contains("halted at", run.Reason);
    }
}
