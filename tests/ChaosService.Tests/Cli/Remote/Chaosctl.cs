using ChaosService.Docker.Processes;
using ChaosService.Tests.Host.Serving;

namespace ChaosService.Tests.Cli.Remote;

/// <summary>The command line as users start it: a process of its own, against a service in this one.</summary>
internal static class Chaosctl
{
    /// <summary>Built beside the tests.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "chaosctl.dll");

    public static Task<CommandResult> RunAsync(ServiceUnderTest service, params string[] arguments) =>
        RunAsync(["--server", service.Address.ToString(), .. arguments]);

    /// <summary>Without a service.</summary>
    public static Task<CommandResult> RunAsync(params string[] arguments) =>
        CommandRunner.RunAsync(
            new Command("dotnet", [Program, .. arguments]) { Timeout = TimeSpan.FromMinutes(2) }, TestContext.Current.CancellationToken);
}
