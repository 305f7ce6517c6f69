using ChaosService.Model.Histories;
using ChaosService.Model.Load;
using ChaosService.Model.Plans;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Load;
using ChaosService.Workloads.Redis;
using ChaosService.Workloads.Set;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.Docker.Tests.Workloads;

[Trait("needs", "docker")]
public sealed class RedisTests(RedisTarget redis) : IClassFixture<RedisTarget>
{
    private static readonly RedisOptions Follows = new(RedisOptions.Sentinel);
    private static readonly RedisOptions Stays = new(RedisOptions.Stay);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Register_reads_what_was_written_and_cas_compares()
    {
        await using var database = redis.Connect("one/", Follows);
        await using var client = database.Open(0);

        var first = await client.InvokeAsync(Read, Cancellation);
        Assert.Equal(OpResult.Ok(OpValue.None, first.Node), first);
        Assert.Equal(OpType.Ok, (await client.InvokeAsync(Cas(OpValue.Nil, 1), Cancellation)).Type);
        Assert.Equal(OpResult.Fail("compare failed", first.Node), await client.InvokeAsync(Cas(OpValue.Nil, 2), Cancellation));
        Assert.Equal(OpType.Ok, (await client.InvokeAsync(Cas(1, 3), Cancellation)).Type);
        Assert.Equal(OpType.Ok, (await client.InvokeAsync(Write(long.MaxValue), Cancellation)).Type);
        Assert.Equal(OpValue.Integer(long.MaxValue), (await client.InvokeAsync(Read, Cancellation)).Value);
    }

    [Fact]
    public async Task Roles_name_one_primary()
    {
        await using var database = redis.Connect("", Follows);
        Assert.Equal(["primary", "replica", "replica"], (await ((IRoleProbe)database).RolesAsync(Cancellation)).Values.Order());
    }

    [Fact]
    public async Task Each_sentinel_is_observed_to_name_the_one_primary()
    {
        await using var database = redis.Connect("", Follows);
        var primary = (await ((IRoleProbe)database).RolesAsync(Cancellation)).Single(r => r.Value == "primary").Key;
        var probe = (IObservationProbe)database;
        Assert.Equal(3, probe.Subjects.Count);
        foreach (var subject in probe.Subjects)
        {
            var fields = (await probe.ObserveAsync(subject, Cancellation)).Fields!;
            Assert.Equal(new OpField("primary", OpValue.Text(primary)), fields[0]);
            Assert.Equal(("epoch", OpValueKind.Integer), (fields[1].Name, fields[1].Value.Kind));
        }
    }

    [Fact]
    public async Task Set_reads_back_every_element_that_was_added()
    {
        await using var database = redis.Connect("set/", Follows);
        var recorder = new CollectingRecorder();
        var run = new LoadRun(
            new PlannedLoad(0, "set", new SetParameters(new SetMix(1000, 1)), 10, null, TimeSpan.FromSeconds(2), Follows),
            42, 0, 10, TimeSpan.FromSeconds(1), new SetWorkload(), database, recorder, TimeProvider.System);
        var generator = new LoadGenerator(NullLogger<LoadGenerator>.Instance);

        await generator.RunAsync(run, Cancellation);
        Assert.True(await generator.FinalReadsAsync(run, Cancellation));

        var added = recorder.Events.Where(e => e is { Type: OpType.Ok, F: Functions.Add }).Select(e => e.Value.First).Order().ToArray();
        Assert.True(added.Length > 100, $"only {added.Length} elements were added");
        Assert.Equal(added, recorder.Events.Last().Value.Items!.Order());
    }

    [Fact]
    public async Task Clients_find_the_new_primary_after_the_old_one_died()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        await using var following = redis.Connect("", Follows);
        await using var staying = redis.Connect("", Stays);
        await using var follower = following.Open(0);
        await using var stayer = staying.Open(0);
        var old = (await follower.InvokeAsync(Write(1), limit.Token)).Node!;
        Assert.Equal(OpResult.Ok(default, old), await stayer.InvokeAsync(Write(2), limit.Token));

        await redis.KillAsync(old);
        try
        {
            Assert.NotEqual(old, await UntilOkAsync(follower, limit.Token));
            Assert.NotEqual(old, await UntilOkAsync(stayer, limit.Token));
            Assert.Equal(new Health(false, $"no answer from {old}"), await ((IHealthProbe)following).CheckAsync(limit.Token));
        }
        finally
        {
            await redis.StartAsync(old);
            await redis.HealthyAsync();
        }
    }

    private static async Task<string?> UntilOkAsync(IDatabaseClient client, CancellationToken limit)
    {
        while (true)
        {
            limit.ThrowIfCancellationRequested();
            var result = await client.InvokeAsync(Write(3), limit);
            if (result.Type == OpType.Ok) return result.Node;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit);
        }
    }

    private static Operation Read => new(Functions.Read, "k0", default);

    private static Operation Write(long value) => new(Functions.Write, "k0", OpValue.Integer(value));

    private static Operation Cas(long from, long to) => new(Functions.Cas, "k0", OpValue.Pair(from, to));
}
