using ChaosService.EndToEnd.Tests.Running;

namespace ChaosService.EndToEnd.Tests;

/// <summary>What a run leaves belongs to who called sudo.</summary>
[Trait("needs", "docker")]
[Collection(Lanes.AttachedCluster)]
public sealed class SudoTests
{
    /// <summary>As sudo tells a program who called it.</summary>
    private static readonly Dictionary<string, string> Sudo = new() { ["SUDO_UID"] = "12345", ["SUDO_GID"] = "23456" };

    private const string Suite = """
        apiVersion: chaosservice/v1
        kind: Suite
        metadata: { name: one }
        spec: { experiments: [attached] }
        """;

    [Fact]
    public async Task Runs_of_an_experiment_and_of_a_suite_are_the_callers_and_the_state_is_roots()
    {
        await using var cluster = await AttachedCluster.UpAsync();
        await using var workspace = new Workspace();
        var experiment = workspace.Write("calm.yaml", AttachedCluster.Experiment("    []", duration: "5s"));
        var suite = workspace.Write("one.yaml", Suite);

        foreach (var file in new[] { experiment, suite })
        {
            using var run = workspace.Start(Sudo, "run", file, "--out", workspace.Runs);
            Assert.True(await run.ExitCodeAsync() == 0, run.Output);
        }

        Assert.Equal(3, Directory.GetDirectories(workspace.Runs).Length);
        Assert.Equal("", await Machine.OutputAsync("find", workspace.Runs, "!", "(", "-uid", "12345", "-gid", "23456", ")"));
        Assert.Equal("", await Machine.OutputAsync("find", workspace.State, "!", "-uid", "0"));
        Assert.Equal("0", await Machine.OutputAsync("stat", "--format=%u", workspace.Path));
    }
}
