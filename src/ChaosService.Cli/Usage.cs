using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Globalization;

namespace ChaosService.Cli;

/// <summary>The problems of a command line, with what was typed and what is possible.</summary>
internal static class Usage
{
    /// <summary>One line for each problem; none when the command line is valid.</summary>
    public static IReadOnlyList<string> Problems(ParseResult parsed, IReadOnlyList<string> args)
    {
        if (Suggesting(parsed) is { } asked) return Position(asked);
        var command = parsed.CommandResult.Command;
        var groups = command.Subcommands.Any(c => !c.Hidden);
        var unknown = parsed.UnmatchedTokens.FirstOrDefault(t => groups && !IsOption(t));
        if (unknown is not null) return [$"there is no command \"{unknown}\"; {WriteOne(command)}"];
        // Help and version work whatever else is on the line.
        if (parsed.Action is HelpAction or { ClearsParseErrors: true }) return [];
        if (parsed.UnmatchedTokens.Count == 0 && groups && command.Action is null) return [$"a command is missing; {WriteOne(command)}"];
        // An unexpected word may be the value of the option that does not exist: the option is reported first.
        string[] options = [.. parsed.UnmatchedTokens.Where(IsOption), .. Swallowed(parsed, args)];
        if (options.Length > 0) return [.. options.Select(o => NoOption(command, o))];
        if (parsed.UnmatchedTokens.Count > 0) return [.. parsed.UnmatchedTokens.Select(t => TooMany(command, t))];
        string[] empty = [.. parsed.CommandResult.Children.Where(r => r.Tokens.Any(t => t.Value.Length == 0)).Select(Name)];
        if (empty.Length > 0) return [.. empty.Select(n => $"{n} is empty; give it a value, or leave it out")];
        return [.. parsed.Errors.Select(Told)];
    }

    /// <summary>Where to find help.</summary>
    public static string Hint(ParseResult parsed)
    {
        var path = Path(parsed.CommandResult);
        var others = path == CommandLine.Program ? $"`{path} help COMMAND`" : $"`{CommandLine.Program} --help` for all commands";
        return $"Try `{path} --help`, or {others}.";
    }

    /// <summary>The subcommands that are meant for users.</summary>
    public static IEnumerable<string> CommandsOf(Command command) => command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name);

    private static string WriteOne(Command command) => $"write one of: {string.Join(", ", CommandsOf(command))}";

    private static string TooMany(Command command, string token) =>
        $"\"{token}\" is one word too many for `{command.Name}`; put quotes around what belongs together";

    private static string NoOption(Command command, string token)
    {
        var known = command.Options.Concat(command.Parents.OfType<Command>().SelectMany(p => p.Options.Where(o => o.Recursive)));
        var names = known.Where(o => !o.Hidden).Select(o => o.Name).Distinct().Order(StringComparer.Ordinal);
        return $"there is no option {token} here; `{command.Name}` takes {string.Join(", ", names)}";
    }

    /// <summary>
    /// Mistyped options that were parsed as an argument, or as the value of another option: nobody names a file --jsn without writing --
    /// before it.
    /// </summary>
    private static IEnumerable<string> Swallowed(ParseResult parsed, IReadOnlyList<string> args)
    {
        string[] loose = [.. args.TakeWhile(a => a != "--")];
        foreach (var result in parsed.CommandResult.Children)
        {
            var tokens = result is ArgumentResult ? result.Tokens.Where(t => IsOption(t.Value))
                : result.Tokens.Where(t => t.Value.StartsWith("--", StringComparison.Ordinal));
            foreach (var token in tokens.Where(t => loose.Contains(t.Value))) yield return token.Value;
        }
    }

    /// <summary>The parser's message, on one line and with the name of its subject.</summary>
    private static string Told(ParseError error)
    {
        if (error.SymbolResult is ArgumentResult { Tokens.Count: 0, Parent: CommandResult } missing)
            return $"{missing.Argument.Name} is missing: {missing.Argument.Description}";
        var text = error.Message.Replace(":\n\t", ": ", StringComparison.Ordinal).Replace("\n\t", ", ", StringComparison.Ordinal).Trim();
        var name = Name(error.SymbolResult);
        return name.Length == 0 || text.Contains(name, StringComparison.Ordinal) ? text : $"{name}: {text}";
    }

    private static string Name(SymbolResult? result) => result switch
    {
        OptionResult option => option.Option.Name,
        ArgumentResult { Parent: OptionResult option } => option.Option.Name,
        ArgumentResult argument => argument.Argument.Name,
        _ => "",
    };

    /// <summary>Null when the command line does not come from a shell's completion.</summary>
    private static DirectiveResult? Suggesting(ParseResult parsed) =>
        ((RootCommand)parsed.RootCommandResult.Command).Directives.OfType<SuggestDirective>()
            .Select(parsed.GetResult).FirstOrDefault(d => d is not null);

    /// <summary>The shells' scripts pass the position of the cursor: <c>[suggest:12]</c>.</summary>
    private static IReadOnlyList<string> Position(DirectiveResult asked) =>
        asked.Values.All(at => int.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out _)) ? []
        : [$"[suggest:{string.Join(':', asked.Values)}]: the position is not a number; write one, such as [suggest:12]"];

    private static string Path(CommandResult result) =>
        result.Parent is CommandResult above ? $"{Path(above)} {result.Command.Name}" : CommandLine.Program;

    private static bool IsOption(string token) => token.Length > 1 && token[0] == '-' && !char.IsAsciiDigit(token[1]);
}
