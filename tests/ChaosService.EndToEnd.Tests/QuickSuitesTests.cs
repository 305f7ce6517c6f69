using ChaosService.Docker.Processes;
using ChaosService.EndToEnd.Tests.Running;

namespace ChaosService.EndToEnd.Tests;

/// <summary>The quick suites of the targets of our own, whose images are those of the sources as they are.</summary>
[Trait("needs", "docker")]
[Collection(Lanes.SecondTargets)]
public sealed class QuickSuitesTests
{
    private static readonly TimeSpan BuildLimit = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData("timeseries")]
    [InlineData("merklekv")]
    public async Task Quick_suite_is_valid_and_leaves_nothing(string target)
    {
        await CommandRunner.RunOrThrowAsync(
            new(Path.Combine(Repository.Root, "scripts", $"{target}-image.sh")) { Timeout = BuildLimit },
            TestContext.Current.CancellationToken);
        await using var workspace = new Workspace();

        var result = await workspace.RunAsync(
            "run", Path.Combine(Repository.Root, "experiments", "suites", $"{target}-quick.yaml"), "--out", workspace.Runs);

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains($"suite {target}-quick: valid", result.Output);
        Assert.Equal("[]", await workspace.FaultsAsync());
        Assert.Equal("", await Machine.LeftoversAsync(workspace));
    }
}
