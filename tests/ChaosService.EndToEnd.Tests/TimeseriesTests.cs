using ChaosService.Docker.Processes;
using ChaosService.EndToEnd.Tests.Running;

namespace ChaosService.EndToEnd.Tests;

/// <summary>The quick suite of the time-series cluster, whose image is that of the sources as they are.</summary>
[Trait("needs", "docker")]
[Collection(Lanes.SecondTargets)]
public sealed class TimeseriesTests
{
    private static readonly TimeSpan BuildLimit = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Quick_suite_of_the_time_series_cluster_is_valid_and_leaves_nothing()
    {
        await CommandRunner.RunOrThrowAsync(
            new(Path.Combine(Repository.Root, "scripts", "timeseries-image.sh")) { Timeout = BuildLimit },
            TestContext.Current.CancellationToken);
        await using var workspace = new Workspace();

        var result = await workspace.RunAsync(
            "run", Path.Combine(Repository.Root, "experiments", "suites", "timeseries-quick.yaml"), "--out", workspace.Runs);

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains("suite timeseries-quick: valid", result.Output);
        Assert.Equal("[]", await workspace.FaultsAsync());
        Assert.Equal("", await Machine.LeftoversAsync(workspace));
    }
}
