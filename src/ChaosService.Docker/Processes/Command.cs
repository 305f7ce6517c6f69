namespace ChaosService.Docker.Processes;

/// <summary>A program to run, as a value: built in one place, compared in tests, run by <see cref="CommandRunner"/>.</summary>
public sealed record Command(string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>Written to standard input, which is then closed; null: standard input is closed immediately.</summary>
    public string? Input { get; init; }

    /// <summary>
    /// Standard input stays open until the program ends. A program that reads it learns from its end that we are gone, for whatever reason.
    /// Default false.
    /// </summary>
    public bool HoldsInput { get; init; }

    /// <summary>Added to the environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public string? WorkingDirectory { get; init; }

    /// <summary>After this the whole process tree is killed and the run counts as failed. Default 30 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>As typed in a shell, for people.</summary>
    public override string ToString() => string.Join(' ', [Program, .. Arguments.Select(Quote)]);

    private static string Quote(string argument) =>
        argument.Length > 0
            && argument.All(c => char.IsLetterOrDigit(c) || "-_./:=,@%+".Contains(c)) ? argument : $"'{argument.Replace("'", "'\\''")}'";
}

/// <param name="ExitCode">The program's own; 127 when it does not exist, 124 when it timed out.</param>
public sealed record CommandResult(int ExitCode, string Output, string Error)
{
    public bool Succeeded => ExitCode == 0;
}

/// <summary>A program that had to succeed failed. The message contains the command and its output.</summary>
public sealed class CommandFailedException(Command command, CommandResult result)
    : Exception($"`{command}` exited with {result.ExitCode}: {(result.Error.Length > 0 ? result.Error : result.Output).Trim()}")
{
    public CommandResult Result { get; } = result;
}
