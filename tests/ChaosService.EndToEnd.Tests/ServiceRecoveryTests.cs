using System.Net;
using ChaosService.EndToEnd.Tests.Running;
using ChaosService.Model.Clusters;
using ChaosService.Model.Randomness;
using ChaosService.Tests.Telemetry.Metrics.Real;

namespace ChaosService.EndToEnd.Tests;

/// <summary>What the service stands on goes away and comes back: faults are reverted, reasons are said, and it mends itself.</summary>
[Trait("needs", "docker")]
[Collection(Lanes.AttachedCluster)]
public sealed class ServiceRecoveryTests
{
    private const string Pause = "    - { kind: container-pause, at: 1s, for: 6s, on: { name: etcd1 } }";
    private const string Partition = "    - { kind: network-partition, at: 1s, for: 6s, on: { name: etcd2 }, from: peers }";

    [Fact]
    public async Task Full_disk_under_the_state_is_said_and_the_run_has_its_verdict_when_there_is_room()
    {
        await using var cluster = await AttachedCluster.UpAsync();
        await using var workspace = new Workspace();
        Directory.CreateDirectory(workspace.State);
        await Machine.OutputAsync("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", workspace.State);
        try
        {
            using var service = await Daemon.StartAsync(workspace);
            await service.ApplyAsync(AttachedCluster.Experiment(Partition, duration: "10s"));
            var run = await service.TriggerAsync("attached");
            await Machine.UntilAsync(
                async () => await Machine.HasRulesAsync((await cluster.NodeAsync("etcd2")).Pid), "the fault is in force");

            var filler = Path.Combine(workspace.State, "filler");
            Fill(filler);

            var (status, ready) = await service.SendAsync(HttpMethod.Get, "/readyz");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
            Assert.Contains($"the disk of '{workspace.State}' is full", ready);
            await Machine.UntilAsync(async () => await cluster.DamageAsync() == "", "the fault is reverted");
            foreach (var path in new[]
            {
                "/api/v1/runs", "/api/v1/faults", "/api/v1/experiments", "/api/v1/schedules", "/api/v1/retention", $"/api/v1/runs/{run}",
                "/healthz",
            })
                Assert.Equal(HttpStatusCode.OK, (await service.SendAsync(HttpMethod.Get, path)).Status);
            var change = await service.SendAsync(HttpMethod.Post, $"/api/v1/runs/{run}/pin");
            Assert.True(change.Status is HttpStatusCode.NoContent or HttpStatusCode.ServiceUnavailable, $"{change}");

            File.Delete(filler);

            Assert.StartsWith("finished valid 0", await service.EndOfAsync(run));
            await Machine.UntilAsync(
                async () => (await service.SendAsync(HttpMethod.Get, "/readyz")).Status == HttpStatusCode.OK, "ready again");
            Assert.Equal(HttpStatusCode.OK, (await service.SendAsync(HttpMethod.Get, $"/api/v1/runs/{run}/verdict")).Status);
            Assert.Equal("[]", await workspace.FaultsAsync());
            await service.Process.SignalAsync("TERM");
            Assert.Equal(0, await service.Process.ExitCodeAsync());
        }
        finally
        {
            await Machine.OutputAsync("umount", "--lazy", workspace.State);
        }
    }

    [Fact]
    public async Task Engine_that_goes_away_and_comes_back_leaves_no_fault_and_the_next_run_works()
    {
        await using var cluster = await AttachedCluster.UpAsync();
        await using var workspace = new Workspace();
        var socket = Path.Combine(workspace.Path, "docker.sock");
        var engine = new EngineProxy(socket);
        using var receiver = new WebhookReceiver();
        using var service = await Daemon.StartAsync(workspace, new Dictionary<string, string>
        {
            ["DOCKER_HOST"] = $"unix://{socket}", ["CHAOSSERVICE__NOTIFICATIONS__RECEIVERS__OPS__URL"] = receiver.Address,
            ["CHAOSSERVICE__NOTIFICATIONS__RECEIVERS__OPS__SECRET"] = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
        });
        await service.ApplyAsync(AttachedCluster.Experiment(Pause, duration: "10s"));

        // While idle.
        await engine.DisposeAsync();
        var refused = await service.EndOfAsync(await service.TriggerAsync("attached"));
        Assert.StartsWith("rejected  69", refused);
        Assert.Contains("docker.sock", refused);

        // In mid-fault.
        engine = new EngineProxy(socket);
        var run = await service.TriggerAsync("attached");
        await Machine.UntilAsync(async () => (await cluster.NodeAsync("etcd1")).State == NodeState.Paused, "the fault is in force");
        await engine.DisposeAsync();
        var cut = await service.EndOfAsync(run);
        Assert.Contains(" 69: not reverted: f1 container-pause", cut);
        Assert.Equal("etcd1 is Paused", await cluster.DamageAsync());
        await ToldAsync("fault.notreverted");
        await Machine.UntilAsync(
            async () => (await service.SendAsync(HttpMethod.Get, "/readyz")).Text.Contains("cannot be reverted", StringComparison.Ordinal),
            "the trouble is said");

        engine = new EngineProxy(socket);
        await Machine.UntilAsync(async () => await cluster.DamageAsync() == "", "what was left is reverted");
        await ToldAsync("fault.resolved");
        await Machine.UntilAsync(
            async () => (await service.SendAsync(HttpMethod.Get, "/readyz")).Status == HttpStatusCode.OK, "ready again");
        Assert.StartsWith("finished valid 0", await service.EndOfAsync(await service.TriggerAsync("attached")));
        await engine.DisposeAsync();

        Task ToldAsync(string type) => Machine.UntilAsync(
            () => Task.FromResult(receiver.Bodies.Any(b => b.Contains($"io.chaosservice.{type}\"", StringComparison.Ordinal))),
            $"{type} is told");
    }

    [Theory]
    [InlineData(11)]
    public async Task Service_that_is_killed_at_any_moment_reverts_keeps_the_history_and_its_schedules(long seed)
    {
        await using var cluster = await AttachedCluster.UpAsync();
        await using var workspace = new Workspace();
        var random = new SeededRandom(seed);
        var faults =
            "    - { kind: network-partition, at: 1s, for: 3s, on: { name: etcd1 }, from: peers }\n    - { kind: container-pause, at: 2s, "
                + "for: 3s, on: { name: etcd2 } }";
        var service = await Daemon.StartAsync(workspace);
        await service.ApplyAsync(AttachedCluster.Experiment(faults, duration: "30s") + "\n  schedule: { cron: \"0 0 2 1 1 ?\" }\n");
        var schedules = (await service.SendAsync(HttpMethod.Get, "/api/v1/schedules")).Text;

        for (var kill = 1; kill <= 3; kill++)
        {
            // From before the first fault's effect to after the last revert: two faults of six steps each.
            var steps = 4 + random.Next(9);
            var run = await service.TriggerAsync("attached");
            await RunJournal.UntilAsync(
                workspace, run, lines => lines.Length > steps && lines.Any(l => l.Contains("load and faults", StringComparison.Ordinal)));
            var history = new FileInfo(Path.Combine(workspace.Runs, run, "history.jsonl.gz"));
            await Machine.UntilAsync(
                () => Task.FromResult(new FileInfo(history.FullName) is { Exists: true, Length: > 0 }), "the history's first flush");

            await service.Process.SignalAsync("KILL");
            await service.Process.ExitCodeAsync();
            service.Dispose();
            service = await Daemon.StartAsync(workspace);

            var moment = $"seed {seed}, kill {kill} after {steps} lines of the journal";
            Assert.True(await cluster.DamageAsync() == "", moment);
            Assert.StartsWith("interrupted ", await service.EndOfAsync(run));
            var check = await workspace.RunAsync("check", history.FullName);
            Assert.True(check.ExitCode is 0 or 2 && check.Output.Contains("linearizable", StringComparison.Ordinal), $"{moment}: {check}");
            Assert.Equal(schedules, (await service.SendAsync(HttpMethod.Get, "/api/v1/schedules")).Text);
        }
        Assert.Equal("[]", await workspace.FaultsAsync());
        service.Dispose();
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            for (var kib = 0; kib < 65_536; kib++) file.Write(new byte[1024]);
        }
        catch (IOException)
        {
            // Full, as wanted.
        }
    }
}
