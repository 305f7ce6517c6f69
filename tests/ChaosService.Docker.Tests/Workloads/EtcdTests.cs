using ChaosService.Model.Histories;
using ChaosService.Model.Load;
using ChaosService.Model.Plans;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Etcd;
using ChaosService.Workloads.Load;
using ChaosService.Workloads.Register;
using ChaosService.Workloads.Set;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.Docker.Tests.Workloads;

[Trait("needs", "docker")]
public sealed class EtcdTests(EtcdTarget etcd) : IClassFixture<EtcdTarget>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Register_reads_what_was_written_and_cas_compares()
    {
        await using var database = etcd.Connect("one/", null);
        await using var client = database.Open(0);
        await using var other = database.Open(1);

        Assert.Equal(OpValue.None, (await client.InvokeAsync(new Operation(Functions.Read, "k0", default), Cancellation)).Value);
        Assert.Equal(OpType.Ok, (await client.InvokeAsync(Cas(OpValue.Nil, 1), Cancellation)).Type);
        var again = await other.InvokeAsync(Cas(OpValue.Nil, 2), Cancellation);
        Assert.Equal((OpType.Fail, "compare failed"), (again.Type, again.Error));
        Assert.Equal(OpType.Ok, (await other.InvokeAsync(Cas(1, 3), Cancellation)).Type);
        Assert.Equal(
            OpType.Ok, (await other.InvokeAsync(new Operation(Functions.Write, "k0", OpValue.Integer(long.MaxValue)), Cancellation)).Type);
        Assert.Equal(
            OpValue.Integer(long.MaxValue), (await client.InvokeAsync(new Operation(Functions.Read, "k0", default), Cancellation)).Value);
    }

    [Fact]
    public async Task Processes_spread_over_the_members()
    {
        await using var database = etcd.Connect("", null);
        var nodes = new List<string?>();
        for (var process = 0; process < 3; process++)
        {
            await using var client = database.Open(process);
            nodes.Add((await client.InvokeAsync(new Operation(Functions.Read, "k0", default), Cancellation)).Node);
        }
        Assert.Equal(["etcd1", "etcd2", "etcd3"], nodes);
    }

    [Fact]
    public async Task Roles_name_one_leader()
    {
        await using var database = etcd.Connect("", null);
        var roles = await ((IRoleProbe)database).RolesAsync(Cancellation);
        Assert.Equal(["follower", "follower", "leader"], roles.Values.Order());
    }

    [Fact]
    public async Task Each_member_is_observed_to_follow_the_one_leader_of_one_term()
    {
        await using var database = etcd.Connect("", null);
        var probe = (IObservationProbe)database;
        var views = await Task.WhenAll(probe.Subjects.Select(async s => RaftView.From(await probe.ObserveAsync(s, Cancellation))!));
        Assert.Equal(3, views.Select(v => v.Member).Distinct().Count());
        Assert.Contains(Assert.Single(views.Select(v => v.Leader).Distinct()), views.Select(v => v.Member));
        Assert.InRange(Assert.Single(views.Select(v => v.Term).Distinct()), 1, 100);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(300.0)]
    public async Task Register_load_ends_with_every_op_ok_and_a_final_read_of_each_key(double? rate)
    {
        await using var database = etcd.Connect($"load-{rate}/", null);
        var recorder = new CollectingRecorder();
        var parameters = new RegisterParameters(5, new RegisterMix(50, 40, 10));
        var run = Run(new RegisterWorkload(), parameters, rate, database, recorder);
        var generator = new LoadGenerator(NullLogger<LoadGenerator>.Instance);

        await generator.RunAsync(run, Cancellation);
        Assert.True(await generator.FinalReadsAsync(run, Cancellation));

        var completions = recorder.Events.Where(e => e.Type != OpType.Invoke).ToArray();
        Assert.Equal(recorder.Events.Count, 2 * completions.Length);
        Assert.All(completions, e => Assert.True(e.Type == OpType.Ok || e.Error == "compare failed", $"{e}"));
        Assert.InRange(completions.Length, rate is null ? 100 : 305, rate is null ? int.MaxValue : 305);
    }

    [Fact]
    public async Task Set_reads_back_every_element_that_was_added()
    {
        await using var database = etcd.Connect("set/", null);
        var recorder = new CollectingRecorder();
        var run = Run(new SetWorkload(), new SetParameters(new SetMix(98, 2)), null, database, recorder);
        var generator = new LoadGenerator(NullLogger<LoadGenerator>.Instance);

        await generator.RunAsync(run, Cancellation);
        Assert.True(await generator.FinalReadsAsync(run, Cancellation));

        var added = recorder.Events.Where(e => e is { Type: OpType.Ok, F: Functions.Add }).Select(e => e.Value.First).Order();
        Assert.Equal(added, recorder.Events.Last().Value.Items!.Order());
    }

    [Fact]
    public async Task Serializable_reads_are_answered()
    {
        await using var database = etcd.Connect("", new EtcdOptions(EtcdOptions.Serializable));
        await using var client = database.Open(0);
        Assert.Equal(OpType.Ok, (await client.InvokeAsync(new Operation(Functions.Read, "k0", default), Cancellation)).Type);
    }

    [Fact]
    public async Task Killed_member_is_unhealthy_and_its_clients_move_on()
    {
        await using var database = etcd.Connect("killed/", null);
        await using var client = database.Open(1);
        Assert.Equal("etcd2", (await client.InvokeAsync(new Operation(Functions.Read, "k0", default), Cancellation)).Node);

        await etcd.KillAsync("etcd2");
        try
        {
            var outcomes = new List<OpResult>();
            while (outcomes.Count == 0 || outcomes[^1].Type != OpType.Ok)
            {
                outcomes.Add(
                    await client.InvokeAsync(new Operation(Functions.Write, "k0", OpValue.Integer(outcomes.Count + 1)), Cancellation));
                Assert.True(outcomes.Count < 100, $"{outcomes[^1]}");
            }
            Assert.NotEqual("etcd2", outcomes[^1].Node);
            Assert.StartsWith("no answer from etcd2", (await ((IHealthProbe)database).CheckAsync(Cancellation)).Detail);
            Assert.DoesNotContain("etcd2", (await ((IRoleProbe)database).RolesAsync(Cancellation)).Keys);
        }
        finally
        {
            await etcd.StartAsync("etcd2");
            await etcd.HealthyAsync();
        }
    }

    private static Operation Cas(long from, long to) => new(Functions.Cas, "k0", OpValue.Pair(from, to));

    private static LoadRun Run(
        IWorkloadKind workload, WorkloadParameters parameters, double? rate, IDatabase database, IRecorder recorder) => new(
        new PlannedLoad(0, workload.Name, parameters, Clients(rate), rate, TimeSpan.FromSeconds(2), null!), 42, 0, Clients(rate),
        TimeSpan.FromSeconds(1), workload, database, recorder, TimeProvider.System);

    /// <summary>For each op of a rate one, so that a machine that stands still for a moment makes none of them wait for another.</summary>
    private static int Clients(double? rate) => (int)(rate ?? 10);
}
