using ChaosService.Docker.Processes;
using ChaosService.Model.Clusters;

namespace ChaosService.Docker.Compose;

/// <summary>Brings a project up and says in one sentence why it did not come.</summary>
internal static class ComposeUp
{
    private const int TailLines = 15;

    public static async Task RunAsync(ComposeProgram program, ClusterRequest request, string? volumes, CancellationToken cancellationToken)
    {
        var file = request.Definition.ComposeFile
            ?? throw new ClusterUnavailableException($"The target {request.Definition.Name} has no compose file, so it can only be attached to.");
        var command = ComposeCommands.Up(program, request.Project, file, Environment(request, volumes));
        var result = await CommandRunner.RunAsync(command, cancellationToken);
        if (!result.Succeeded)
            throw new ClusterUnavailableException($"The target {request.Definition.Name} did not come up: `{command}` exited with {result.ExitCode}:\n{Tail(result)}");
    }

    /// <summary>The experiment's settings, and what the compose file needs of the run.</summary>
    internal static Dictionary<string, string> Environment(ClusterRequest request, string? volumes)
    {
        var environment = new Dictionary<string, string>(request.Settings)
        {
            ["CHAOSSERVICE_RUN"] = request.RunId,
            // v1 would hand the build to the docker program, which wants a builder plugin for it.
            ["COMPOSE_DOCKER_CLI_BUILD"] = "0",
        };
        if (volumes is not null) environment["CHAOSSERVICE_VOLUMES"] = volumes;
        return environment;
    }

    /// <summary>A build's own output goes to one stream, the reason of its failure to the other.</summary>
    private static string Tail(CommandResult result) =>
        string.Join('\n', $"{result.Output}\n{result.Error}".Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(TailLines));
}
