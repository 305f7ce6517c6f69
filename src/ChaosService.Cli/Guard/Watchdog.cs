using ChaosService.Docker.Processes;
using ChaosService.Engine.Journal;

namespace ChaosService.Cli.Guard;

/// <summary>
/// Starts the dead-man's switch of this process. It outlives us, and ends soon after us: under systemd as a separate unit, which systemd
/// restarts if it is killed, too; elsewhere in a separate session.
/// </summary>
internal static class Watchdog
{
    /// <summary>Switches the watchdog off: the next run, or <c>faults revert</c>, then handles what a killed run left.</summary>
    public const string OffVariable = "CHAOSSERVICE_NO_WATCHDOG";

    /// <summary>Exists when systemd is the machine's init: sd_booted(3).</summary>
    public const string SystemdMark = "/run/systemd/system";

    /// <summary>Our variables that a unit needs. Not all of them: systemd shows them to any user, and some are secrets.</summary>
    private static readonly string[] Handed =
        ["CHAOSSERVICE_HOME", "DOCKER_HOST", "DOCKER_CERT_PATH", "DOCKER_TLS_VERIFY", "DOTNET_ROOT", "HOME", "PATH", "TMPDIR"];

    /// <summary>Returns when it is ready. Throws when it cannot be started: a run does not start silently without its safety net.</summary>
    public static async Task StartAsync(string state, CancellationToken stop)
    {
        if (Environment.GetEnvironmentVariable(OffVariable) is { Length: > 0 }) return;
        var (pid, ticks) = Processes.Current;
        string[] watchdog =
            [.. Self(), WatchdogCommand.Name, "--pid", $"{pid}", "--start-ticks", $"{ticks}", "--state", Path.GetFullPath(state)];
        if (Directory.Exists(SystemdMark))
        {
            var unit = await CommandRunner.RunAsync(Unit($"chaosservice-watchdog-{pid}-{ticks}", watchdog, Variables()), stop);
            if (unit.Succeeded) return;
        }
        await CommandRunner.LaunchAsync(new Command("setsid", ["--fork", .. watchdog]), stop);
    }

    /// <summary>A unit that is restarted until it ends on its own, and is removed then.</summary>
    internal static Command Unit(string name, IEnumerable<string> watchdog, IEnumerable<string> variables) => new("systemd-run", [
        "--quiet", "--collect", "--no-ask-password", $"--unit={name}", "--description=ChaosService: takes back what a killed run leaves",
        "--property=Restart=on-failure", "--property=RestartSec=1s", "--property=StartLimitIntervalSec=0",
        .. variables.Select(v => $"--setenv={v}"), "--", .. watchdog,
    ]);

    private static IEnumerable<string> Variables() =>
        from name in Handed
        let value = Environment.GetEnvironmentVariable(name)
        where value is not null
        select $"{name}={value}";

    private static string[] Self()
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("This process does not know its own program.");
        // Under `dotnet chaosctl.dll` the process is dotnet and the program is its argument.
        return Path.GetFileNameWithoutExtension(program)
            == "dotnet" ? [program, Path.Combine(AppContext.BaseDirectory, "chaosctl.dll")] : [program];
    }
}
