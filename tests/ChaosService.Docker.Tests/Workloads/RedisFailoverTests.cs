using ChaosService.Model.Histories;
using ChaosService.Model.Workloads;

namespace ChaosService.Docker.Tests.Workloads;

/// <summary>Apart from <see cref="RedisTests"/> because it takes the primary away.</summary>
[Collection("local redis")]
public sealed class RedisFailoverTests(LocalRedis redis) : IClassFixture<LocalRedis>
{
    [Fact]
    public async Task Clients_find_the_new_primary_after_the_old_one_died()
    {
        LocalServer.SkipUnlessInstalled("redis-sentinel");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        await using var following = redis.Connect(routing: "sentinel");
        await using var staying = redis.Connect(routing: "stay");
        await using var follower = following.Open(0);
        await using var stayer = staying.Open(0);
        Assert.Equal("redis1", (await follower.InvokeAsync(Write(1), limit.Token)).Node);
        Assert.Equal("redis1", (await stayer.InvokeAsync(Write(2), limit.Token)).Node);

        await redis.KillAsync(0);

        Assert.NotEqual("redis1", await UntilOkAsync(follower, limit.Token));
        Assert.NotEqual("redis1", await UntilOkAsync(stayer, limit.Token));
        var health = await ((IHealthProbe)following).CheckAsync(limit.Token);
        Assert.Equal((false, "no answer from redis1"), (health.Healthy, health.Detail));
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

    private static Operation Write(long value) => new(Functions.Write, "k0", OpValue.Integer(value));
}
