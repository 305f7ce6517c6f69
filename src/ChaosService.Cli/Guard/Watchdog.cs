using ChaosService.Docker.Processes;
using ChaosService.Engine.Journal;

namespace ChaosService.Cli.Guard;

/// <summary>Starts the dead-man's switch of this process. It outlives us, in a session of its own, and ends soon after us.</summary>
internal static class Watchdog
{
    /// <summary>Switches the watchdog off: the next run, or <c>faults revert</c>, then finds what a killed run left.</summary>
    public const string OffVariable = "CHAOSSERVICE_NO_WATCHDOG";

    /// <summary>Returns when it stands by. Throws when it cannot be started: a run without its net is not started silently.</summary>
    public static async Task StartAsync(string state, CancellationToken stop)
    {
        if (Environment.GetEnvironmentVariable(OffVariable) is { Length: > 0 }) return;
        var (pid, ticks) = Processes.Current;
        var command = new Command("setsid", [
            "--fork", .. Self(), WatchdogCommand.Name, "--pid", $"{pid}", "--start-ticks", $"{ticks}", "--state", Path.GetFullPath(state),
        ]);
        await CommandRunner.LaunchAsync(command, stop);
    }

    private static string[] Self()
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("This process does not know its own program.");
        // Under `dotnet chaosctl.dll` the process is dotnet and the program is its argument.
        return Path.GetFileNameWithoutExtension(program)
            == "dotnet" ? [program, Path.Combine(AppContext.BaseDirectory, "chaosctl.dll")] : [program];
    }
}
