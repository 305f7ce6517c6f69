using ChaosService.Model.Histories;
using ChaosService.Model.Plans;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Load;
using ChaosService.Workloads.Redis;
using ChaosService.Workloads.Set;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.Docker.Tests.Workloads;

[Collection("local redis")]
public sealed class RedisTests(LocalRedis redis) : IClassFixture<LocalRedis>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Register_reads_what_was_written_and_cas_compares()
    {
        LocalServer.SkipUnlessInstalled("redis-sentinel");
        await using var database = redis.Connect("one/");
        await using var client = database.Open(0);

        Assert.Equal(OpResult.Ok(OpValue.None, "redis1"), await client.InvokeAsync(Read, Cancellation));
        Assert.Equal(OpType.Ok, (await client.InvokeAsync(Cas(OpValue.Nil, 1), Cancellation)).Type);
        Assert.Equal(OpResult.Fail("compare failed", "redis1"), await client.InvokeAsync(Cas(OpValue.Nil, 2), Cancellation));
        Assert.Equal(OpType.Ok, (await client.InvokeAsync(Cas(1, 3), Cancellation)).Type);
        Assert.Equal(OpType.Ok, (await client.InvokeAsync(Write(long.MaxValue), Cancellation)).Type);
        Assert.Equal(OpValue.Integer(long.MaxValue), (await client.InvokeAsync(Read, Cancellation)).Value);
    }

    [Fact]
    public async Task Roles_name_one_primary()
    {
        LocalServer.SkipUnlessInstalled("redis-sentinel");
        await using var database = redis.Connect();
        var roles = await ((IRoleProbe)database).RolesAsync(Cancellation);
        Assert.Equal(("primary", "replica", "replica"), (roles["redis1"], roles["redis2"], roles["redis3"]));
    }

    [Fact]
    public async Task Set_reads_back_every_element_that_was_added()
    {
        LocalServer.SkipUnlessInstalled("redis-sentinel");
        await using var database = redis.Connect("set/");
        var recorder = new CollectingRecorder();
        var run = new LoadRun(
            new PlannedLoad(0, "set", new SetParameters(new SetMix(1000, 1)), 10, null, TimeSpan.FromSeconds(1), new RedisOptions("sentinel")),
            42, 0, 10, TimeSpan.FromSeconds(1), new SetWorkload(), database, recorder, TimeProvider.System);
        var generator = new LoadGenerator(NullLogger<LoadGenerator>.Instance);

        await generator.RunAsync(run, Cancellation);
        Assert.True(await generator.FinalReadsAsync(run, Cancellation));

        var added = recorder.Events.Where(e => e is { Type: OpType.Ok, F: Functions.Add }).Select(e => e.Value.First).Order().ToArray();
        Assert.True(added.Length > 1000, $"only {added.Length} elements were added");
        Assert.Equal(added, recorder.Events.Last().Value.Items!.Order());
    }

    private static Operation Read => new(Functions.Read, "k0", default);

    private static Operation Write(long value) => new(Functions.Write, "k0", OpValue.Integer(value));

    private static Operation Cas(long from, long to) => new(Functions.Cas, "k0", OpValue.Pair(from, to));
}
