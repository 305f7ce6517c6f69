using ChaosService.Experiments.Loading;
using ChaosService.Model;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using ChaosService.Tests.Experiments.Fakes;

namespace ChaosService.Tests.Experiments;

/// <summary>A kind may have a key of the same name as a common one.</summary>
public sealed class SharedKeyTests
{
    [Theory]
    [InlineData("at: 5s")]
    [InlineData("every: 15s")]
    public void Jitter_belongs_to_the_kind_that_reads_it(string start)
    {
        var catalog =
            new Catalog([new FakeDelay()], Sample.Catalog.Workloads.Values, Sample.Catalog.Databases.Values, Sample.Catalog.Checks.Values);
        var text = Sample.With($"  faults: [{{ kind: network-delay, {start}, for: 5s, jitter: 10ms, on: all }}]");
        var result = new ExperimentLoader(catalog, new FakeTargets(), new FakeScheduleRules()).LoadText("x.yaml", text, []);
        Assert.Empty(result.Problems);
        var fault = Assert.Single(result.Experiment!.Faults);
        Assert.Equal(TimeSpan.Zero, fault.Jitter);
        Assert.Equal(new FakeDelay.Parameters(TimeSpan.FromMilliseconds(10)), fault.Parameters);
    }

    private sealed class FakeDelay() : FakeFaultKind("network-delay")
    {
        public override FaultParameters? Bind(MapReader reader) => new Parameters(reader.Duration("jitter"));

        internal sealed record Parameters(TimeSpan? Jitter) : FaultParameters;
    }
}
