using ChaosService.Docker.Processes;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Host.Service;

namespace ChaosService.Tests.Host.Client;

/// <summary>The command line as users start it: a process of its own, against a service in this one.</summary>
internal static class Chaosctl
{
    /// <summary>Built beside the tests.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "chaosctl.dll");

    public static Task<CommandResult> RunAsync(ServiceUnderTest service, params string[] arguments) => CommandRunner.RunAsync(
        new Command("dotnet", [Program, "--server", service.Address.ToString(), .. arguments]) { Timeout = TimeSpan.FromMinutes(2) }, TestContext.Current.CancellationToken);

    /// <summary>What bash would offer after the line, with the script that chaosctl prints.</summary>
    public static async Task<string[]> CompleteAsync(ServiceUnderTest service, string line)
    {
        using var directory = new TempDirectory();
        File.WriteAllText(directory.File("chaosctl"), $"#!/bin/sh\nexec dotnet '{Program}' \"$@\"\n");
        if (OperatingSystem.IsLinux()) File.SetUnixFileMode(directory.File("chaosctl"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        const string Tab = """
            set -eu
            source <(chaosctl completion bash)
            COMP_LINE=$1 COMP_POINT=${#1}
            word=${1##*[ =:]}
            "$(complete -p chaosctl | sed 's/.*-F \([^ ]*\).*/\1/')" chaosctl "$word" ""
            if [ ${#COMPREPLY[@]} -gt 0 ]; then printf '%s\n' "${COMPREPLY[@]}"; fi
            """;
        var bash = new Command("bash", "--norc", "-c", Tab, "bash", line)
        {
            Timeout = TimeSpan.FromMinutes(2),
            Environment = new Dictionary<string, string> { ["PATH"] = $"{directory.Path}:{Environment.GetEnvironmentVariable("PATH")}", ["CHAOSSERVICE_SERVER"] = service.Address.ToString() },
        };
        var output = await CommandRunner.RunOrThrowAsync(bash, TestContext.Current.CancellationToken);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
