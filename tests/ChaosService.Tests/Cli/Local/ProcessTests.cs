using ChaosService.Tests.Cli.Remote;

namespace ChaosService.Tests.Cli.Local;

/// <summary>What a new user types first, as processes of their own: exit code, output and error output.</summary>
public sealed class ProcessTests
{
    [Theory]
    [InlineData("--help", "Commands:")]
    [InlineData("help run", "Experiment file (YAML).")]
    [InlineData("trigger --help", "chaosctl trigger <NAME> [options]")]
    [InlineData("--version", "0.")]
    [InlineData("completion zsh", "#compdef chaosctl")]
    public async Task What_is_asked_for_is_on_the_output_alone(string line, string expected)
    {
        var result = await Chaosctl.RunAsync(line.Split(' '));
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains(expected, result.Output);
    }

    [Theory]
    [InlineData("", 64, "chaosctl: a command is missing; write one of: doctor,")]
    [InlineData("nonsense", 64, "chaosctl: there is no command \"nonsense\"")]
    [InlineData("plan nowhere.yaml", 65, "nowhere.yaml:1:1: there is no such file")]
    [InlineData("check nowhere", 65, "chaosctl: nowhere: there is no such file")]
    [InlineData("report nowhere", 65, "chaosctl: nowhere is not a run directory")]
    [InlineData("report /tmp", 65, "chaosctl: /tmp: there is no results.json in this directory")]
    [InlineData("check /dev/null", 65, "chaosctl: /dev/null: the file is empty")]
    [InlineData("run x.yaml --window 0", 64, "chaosctl: --window: not a whole number from 1 on")]
    public async Task What_is_wrong_is_on_the_error_output_alone(string line, int code, string expected)
    {
        var result = await Chaosctl.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((code, ""), (result.ExitCode, result.Output));
        Assert.Contains(expected, result.Error);
        Assert.DoesNotContain("   at ", result.Error);
    }
}
