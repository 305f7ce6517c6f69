using ChaosService.EndToEnd.Tests.Running;

namespace ChaosService.EndToEnd.Tests;

/// <summary>The experiments that <see cref="ShippedExperimentsTests"/> leave, on targets of other names.</summary>
[Trait("needs", "docker")]
[Trait("takes", "long")]
[Collection(Lanes.SecondTargets)]
public sealed class MoreShippedExperimentsTests(SecondTargets targets) : IClassFixture<SecondTargets>
{
    public static TheoryData<string> Names { get; } = [.. Running.Shipped.Experiments.Except(Running.Shipped.Sample)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Shipped_experiment_gives_its_expected_verdict(string name)
    {
        await using var workspace = new Workspace { Home = targets.Home };
        await Running.Shipped.GivesItsVerdictAsync(targets.Experiment(name), workspace);
    }
}
