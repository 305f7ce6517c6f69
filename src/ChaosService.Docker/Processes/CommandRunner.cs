using System.ComponentModel;
using System.Diagnostics;

namespace ChaosService.Docker.Processes;

/// <summary>The only place that starts programs. Never through a shell.</summary>
public static class CommandRunner
{
    /// <summary>Runs to the end and throws <see cref="CommandFailedException"/> unless it exits with 0.</summary>
    public static async Task<string> RunOrThrowAsync(Command command, CancellationToken cancellationToken)
    {
        var result = await RunAsync(command, cancellationToken);
        return result.Succeeded ? result.Output : throw new CommandFailedException(command, result);
    }

    /// <summary>Runs to the end. Cancellation kills the process tree and throws.</summary>
    public static Task<CommandResult> RunAsync(Command command, CancellationToken cancellationToken) =>
        RunAsync(command, (stream, stop) => stream.ReadToEndAsync(stop), cancellationToken);

    /// <summary>
    /// For programs that are not ours: the last characters of each stream are kept, and a process that the program leaves behind, which
    /// holds its streams, is not waited for.
    /// </summary>
    /// <param name="kept">The number of characters of each stream.</param>
    public static async Task<CommandResult> RunForeignAsync(Command command, int kept, CancellationToken cancellationToken)
    {
        using var ended = new CancellationTokenSource();
        return await RunAsync(
            command, (stream, stop) => StreamTail.ReadAsync(stream, kept, ended.Token, stop), cancellationToken,
            () => ended.CancelAfter(StreamTail.Grace));
    }

    private static async Task<CommandResult> RunAsync(
        Command command, Func<StreamReader, CancellationToken, Task<string>> read, CancellationToken cancellationToken,
        Action? ended = null)
    {
        using var process = new Process { StartInfo = StartInfo(command) };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            return new CommandResult(127, "", $"{command.Program}: {e.Message}");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(command.Timeout);
        try
        {
            var output = read(process.StandardOutput, limit.Token);
            var error = read(process.StandardError, limit.Token);
            await WriteInputAsync(process, command, limit.Token);
            await process.WaitForExitAsync(limit.Token);
            ended?.Invoke();
            return new CommandResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            return new CommandResult(124, "", $"no answer within {command.Timeout.TotalSeconds:0.#} s");
        }
    }

    /// <summary>
    /// For a program that keeps running independently (<c>setsid --fork …</c>): it inherits our streams instead of a pipe, whose end would
    /// never come. Throws <see cref="CommandFailedException"/> unless the launcher exits with 0.
    /// </summary>
    public static async Task LaunchAsync(Command command, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = StartInfo(command, redirect: false) };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw new CommandFailedException(command, new CommandResult(127, "", $"{command.Program}: {e.Message}"));
        }
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0) throw new CommandFailedException(command, new CommandResult(process.ExitCode, "", ""));
    }

    private static ProcessStartInfo StartInfo(Command command, bool redirect = true)
    {
        var info = new ProcessStartInfo(command.Program, command.Arguments)
        {
            RedirectStandardInput = redirect,
            RedirectStandardOutput = redirect,
            RedirectStandardError = redirect,
            WorkingDirectory = command.WorkingDirectory ?? "",
        };
        Forget(info.Environment);
        foreach (var (name, value) in command.Environment) info.Environment[name] = value;
        return info;
    }

    /// <summary>
    /// Removes the service's configuration and the client's token: they contain secrets, and no other program needs them.
    /// </summary>
    internal static void Forget(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys
            .Where(n => n.StartsWith("CHAOSSERVICE__", StringComparison.Ordinal) || n == "CHAOSSERVICE_TOKEN").ToList())
            environment.Remove(name);
    }

    private static async Task WriteInputAsync(Process process, Command command, CancellationToken cancellationToken)
    {
        try
        {
            if (command.Input is { } input) await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
            if (!command.HoldsInput) process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended without reading all of its input; its exit code and error output say why.
        }
    }
}
