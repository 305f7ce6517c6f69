using ChaosService.Cli;
using ChaosService.Host.Composition;

namespace ChaosService.Tests.Cli;

public sealed class UsageTests
{
    [Theory]
    [InlineData("nonsense --help", "there is no command \"nonsense\"; write one of: doctor, validate,")]
    [InlineData("help nonsense", "")]
    [InlineData("schedules psue", "there is no command \"psue\"; write one of: pause, resume, fire")]
    [InlineData("run a.yaml b.yaml", "\"b.yaml\" is one word too many for `run`")]
    [InlineData("run a.yaml --sed 1", "there is no option --sed here; `run` takes --allow-commands, --broker, --ca, --endpoints, --exp")]
    [InlineData("run --jsn", "there is no option --jsn here")]
    [InlineData("check a --jsn b", "there is no option --jsn here")]
    [InlineData("run a.yaml --out --no-expct", "there is no option --no-expct here")]
    [InlineData("plan a.yaml --window 0", "--window: not a whole number from 1 on: \"0\"; write one, such as 5")]
    [InlineData("plan a.yaml --window x", "--window: not a whole number from 1 on: \"x\"; write one, such as 5")]
    [InlineData("audit --last -3", "--last: not a whole number from 1 on: \"-3\"; write one, such as 5")]
    [InlineData("completion tcsh", "SHELL: Argument 'tcsh' not recognized. Must be one of: 'bash', 'zsh', 'fish'")]
    [InlineData("tokens create --name a --role god", "--role: Argument 'god' not recognized. Must be one of: 'viewer', 'op")]
    [InlineData("[suggest:abc] run", "[suggest:abc]: the position is not a number")]
    public void Wrong_word_is_named_with_what_could_be_there(string line, string expected)
    {
        var problems = Problems(line);
        if (expected.Length == 0) Assert.Empty(problems);
        else Assert.StartsWith(expected, Assert.Single(problems));
        Assert.DoesNotContain(problems, p => p.Contains('\n') || p.Contains("System."));
    }

    [Theory]
    [InlineData("check -- --jsn")]
    [InlineData("check -")]
    [InlineData("check /h")]
    [InlineData("run a.yaml --out=--odd")]
    [InlineData("run a.yaml --help --no-such-option")]
    [InlineData("halt --reason @team")]
    [InlineData("--server http://127.0.0.1:1 runs")]
    [InlineData("--version")]
    [InlineData("[suggest:3] ru")]
    [InlineData("[suggest] nonsense")]
    public void Right_line_is_not_refused(string line) => Assert.Empty(Problems(line));

    [Fact]
    public void Word_with_an_at_sign_stays_a_word() =>
        Assert.Equal("@team", CommandLine.Parse(["halt", "--reason", "@team"], new Composer()).GetValue<string>("--reason"));

    private static IReadOnlyList<string> Problems(string line)
    {
        var args = line.Split(' ');
        return Usage.Problems(CommandLine.Parse(args, new Composer()), args);
    }
}
