using ChaosService.Engine.Store.Applied;
using ChaosService.Experiments.Overrides;
using ChaosService.Model.Configuration;
using ChaosService.Service.Queue;
using ChaosService.Tests.Experiments;

namespace ChaosService.Tests.Host.Serving;

public sealed class LoadedExperimentsTests
{
    private readonly LoadedExperiments _experiments = new(Shipped.Loader);

    [Fact]
    public void Same_text_is_loaded_once() => Assert.Same(_experiments.Load(Applied("calm"), []), _experiments.Load(Applied("calm"), []));

    [Fact]
    public void Other_text_under_the_name_is_loaded_anew()
    {
        _experiments.Load(Applied("calm"), []);

        var changed = _experiments.Load(Applied("calm", "redis-sentinel"), []);

        Assert.Equal("redis-sentinel", changed.Experiment!.Target.Definition.Name);
    }

    [Fact]
    public void Overrides_are_of_one_trigger_alone()
    {
        _experiments.Load(Applied("calm"), []);

        var longer = _experiments.Load(Applied("calm"), [Override.Parse("spec.duration=20s", new Problems())!]);

        Assert.Equal(TimeSpan.FromSeconds(20), longer.Experiment!.Duration);
        Assert.Equal(TimeSpan.FromSeconds(10), _experiments.Load(Applied("calm"), []).Experiment!.Duration);
    }

    [Fact]
    public void Problems_are_looked_for_again() =>
        Assert.NotSame(
            _experiments.Load(new AppliedExperiment("bad", "kind: Experiment", DateTimeOffset.UnixEpoch), []),
            _experiments.Load(new AppliedExperiment("bad", "kind: Experiment", DateTimeOffset.UnixEpoch), []));

    private static AppliedExperiment Applied(string name, string target = "etcd") =>
        new(name, ServiceUnderTest.Yaml(name, target), DateTimeOffset.UnixEpoch);
}
