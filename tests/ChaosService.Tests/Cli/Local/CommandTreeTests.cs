using System.CommandLine;
using ChaosService.Cli;
using ChaosService.Host.Composition;

namespace ChaosService.Tests.Cli.Local;

/// <summary>Every command that there is, found by walking the tree: none that is added later is left out.</summary>
public sealed class CommandTreeTests
{
    public static TheoryData<string> Commands => [.. Below(CommandLine.Root(new Composer())).Select(c => c.Path)];

    /// <summary>Those that need one of the commands below them.</summary>
    public static TheoryData<string> Groups =>
        [.. Below(CommandLine.Root(new Composer())).Where(c => c.Command.Action is null).Select(c => c.Path)];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_is_shown_and_nothing_else(string path)
    {
        var command = At(path);
        foreach (var help in new[] { $"{path} --help", $"{path} -h", $"{path} -?", $"help {path}" })
        {
            var (code, output, error) = await RunAsync(help.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            Assert.Equal((0, ""), (code, error));
            Assert.Contains(command.Description!, output);
            // The program's name is that of the process: ProcessTests see it.
            Assert.Matches($@"Usage:\n  \S+ {path}", output);
            Assert.All(command.Options.Where(o => !o.Hidden), o => Assert.Contains($"  {o.Description!.Split('.')[0]}", output));
            Assert.All(command.Arguments, a => Assert.Contains(a.Description!, output));
            Assert.All(command.Subcommands.Where(c => !c.Hidden), c => Assert.Contains(c.Description!, output));
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_asks_nobody(string path)
    {
        // Before, a service that did not answer cost a second for each name in the list, and one that did answered with its names.
        var asked = At(path).Arguments.SelectMany(a => a.GetCompletions(System.CommandLine.Completions.CompletionContext.Empty));
        Assert.All(asked, item => Assert.Contains(item.Label, new[] { "bash", "zsh", "fish" }));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Option_that_does_not_exist_is_refused_by_name(string path)
    {
        var error = await RefusedAsync([.. Words(path), "--no-such-option"]);
        Assert.StartsWith("chaosctl: there is no option --no-such-option here; `", error);
        Assert.Contains($"Try `chaosctl {path}".TrimEnd() + " --help`", error);
        Assert.Contains("chaosctl --help", path.Length == 0 ? error : error[error.IndexOf(", or ", StringComparison.Ordinal)..]);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Option_without_its_value_is_refused_by_name(string path)
    {
        foreach (var option in ValueOptions(path))
            Assert.Contains(option.Name, await RefusedAsync([.. Words(path), .. Needed(path).Select(_ => "x"), option.Name]));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Value_that_is_empty_is_refused_by_name(string path)
    {
        foreach (var argument in Needed(path).Take(1))
            Assert.Contains($"{argument.Name} is empty", await RefusedAsync([.. Words(path), .. Needed(path).Select(_ => "")]));
        foreach (var option in ValueOptions(path))
        {
            string[] args = [.. Words(path), .. Needed(path).Select(_ => "x"), option.Name, ""];
            Assert.Contains($"{option.Name} is empty", await RefusedAsync(args));
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Argument_that_is_missing_is_said_with_what_it_is(string path)
    {
        foreach (var argument in Needed(path))
            Assert.Contains($"chaosctl: {argument.Name} is missing: {argument.Description}", await RefusedAsync(Words(path)));
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public async Task Group_alone_lists_its_commands(string path)
    {
        var below = string.Join(", ", At(path).Subcommands.Where(c => !c.Hidden).Select(c => c.Name));
        Assert.StartsWith($"chaosctl: a command is missing; write one of: {below}\n", await RefusedAsync(Words(path)));
        Assert.StartsWith($"chaosctl: there is no command \"lst\"; write one of: {below}\n", await RefusedAsync([.. Words(path), "lst"]));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Everything_is_described(string path)
    {
        var command = At(path);
        Symbol[] shown = [command, .. command.Arguments, .. command.Options.Where(o => !o.Hidden)];
        Assert.All(shown, s => Assert.False(string.IsNullOrWhiteSpace(s.Description), s.Name));
    }

    private static IEnumerable<(string Path, Command Command)> Below(Command command, string path = "") =>
        command.Subcommands.Where(c => !c.Hidden).SelectMany(c => Below(c, $"{path} {c.Name}".Trim())).Prepend((path, command));

    private static Command At(string path) => Below(CommandLine.Root(new Composer())).Single(c => c.Path == path).Command;

    private static Argument[] Needed(string path) => [.. At(path).Arguments.Where(a => a.Arity.MinimumNumberOfValues > 0)];

    /// <summary>None of a group: that a command is missing is said first.</summary>
    private static IEnumerable<Option> ValueOptions(string path) =>
        At(path).Options.Where(o => o.Arity.MinimumNumberOfValues > 0 && At(path).Action is not null);

    private static string[] Words(string path) => path.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static async Task<string> RefusedAsync(string[] args)
    {
        // Not run before it is sure to be refused: some of these commands change things.
        Assert.NotEmpty(Usage.Problems(CommandLine.Parse(args, new Composer()), args));
        var (code, output, error) = await RunAsync(args);
        Assert.Equal((64, ""), (code, output));
        return error;
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.RunAsync(args, new Composer(), output, error);
        return (code, output.ToString(), error.ToString());
    }
}
