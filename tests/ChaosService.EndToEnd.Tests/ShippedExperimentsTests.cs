using System.Text.Json;
using ChaosService.EndToEnd.Tests.Running;

namespace ChaosService.EndToEnd.Tests;

/// <summary>
/// Every experiment in <c>experiments/</c>, run for real, gives the verdict it says it gives and leaves nothing behind. These are a
/// sample; <see cref="MoreShippedExperimentsTests"/> are the others.
/// </summary>
[Trait("needs", "docker")]
[Collection(Lanes.OwnTargets)]
public sealed class ShippedExperimentsTests
{
    public static TheoryData<string> Names { get; } = [.. Running.Shipped.Sample];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Shipped_experiment_gives_its_expected_verdict(string name)
    {
        await using var workspace = new Workspace();
        await Running.Shipped.GivesItsVerdictAsync(Repository.Experiment(name), workspace);
    }

    [Fact]
    public async Task Without_its_expectation_the_lossy_experiment_exits_1_and_names_a_lost_write()
    {
        await using var workspace = new Workspace();

        var result = await workspace.RunAsync(
            "run", Repository.Experiment("redis-sentinel/primary-partition"), "--no-expect", "--out", workspace.Runs, "--json");

        Assert.Equal(1, result.ExitCode);
        var check = JsonDocument.Parse(result.Output).RootElement.GetProperty("checks").EnumerateArray()
            .Single(c => c.GetProperty("check").GetString() == "set-full");
        Assert.True(check.GetProperty("figures").GetProperty("lost_count").GetDouble() > 0);
        var finding = check.GetProperty("findings").EnumerateArray().First(f => f.GetProperty("anomaly").GetString() == "lost");
        Assert.Equal("f1", finding.GetProperty("faults").EnumerateArray().Single().GetString());
        Assert.Equal("add", finding.GetProperty("ops").EnumerateArray().First().GetProperty("f").GetString());
    }
}
