using ChaosService.Docker.Processes;
using ChaosService.Docker.Tests.Clusters;
using ChaosService.Model.Clusters;
using ChaosService.Model.Workloads;
using ChaosService.Workloads;

namespace ChaosService.Docker.Tests.Workloads;

/// <summary>A shipped target, up and healthy for all tests of a class.</summary>
public abstract class Target(TargetDefinition definition) : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly Stage _stage = new();
    private ICluster? _cluster;

    internal ICluster Members => _cluster!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await _stage.UpAsync(definition);
        await HealthyAsync();
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    internal Task KillAsync(string node) => DockerAsync("kill", node);

    internal Task StartAsync(string node) => DockerAsync("start", node);

    internal async Task HealthyAsync()
    {
        await using var database = Connect("target/", null);
        var health = (IHealthProbe)database;
        using var limit = new CancellationTokenSource(Limit);
        for (var last = await health.CheckAsync(limit.Token); !last.Healthy; last = await health.CheckAsync(limit.Token))
        {
            Assert.False(limit.IsCancellationRequested, last.Detail);
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);
        }
    }

    /// <param name="options">Null: the kind's defaults.</param>
    internal IDatabase Connect(string prefix, ClientOptions? options)
    {
        var kind = DatabaseKinds.All().Single(k => k.Name == definition.Database);
        return kind.Connect(
            new DatabaseRequest(Members, options ?? kind.Bind(null)!, prefix, TimeSpan.FromSeconds(2), TimeProvider.System));
    }

    private async Task DockerAsync(string what, string node) => await CommandRunner.RunOrThrowAsync(
        new Command("docker", what, Members.LastKnown(node).ContainerId), TestContext.Current.CancellationToken);
}

public sealed class EtcdTarget() : Target(Targets.Etcd);

public sealed class RedisTarget() : Target(Targets.RedisSentinel);
