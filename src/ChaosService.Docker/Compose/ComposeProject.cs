using ChaosService.Docker.Processes;
using ChaosService.Model.Clusters;
using Docker.DotNet;

namespace ChaosService.Docker.Compose;

/// <summary>
/// Builds and starts one project. A failure of compose is a <see cref="ClusterUnavailableException"/> with the end of compose's output.
/// </summary>
internal sealed class ComposeProject(DockerClient docker, ComposeProgram program, ClusterRequest request, ComposeVariables variables)
{
    private const int TailLines = 15;

    private readonly ComposeCommands _commands = new(
        program, request.Project,
        request.Definition.ComposeFile ?? throw new ClusterUnavailableException(
            $"The target {request.Definition.Name} has no compose file, so it can only be attached to."),
        variables.Over(request.Settings));

    /// <summary>
    /// Whether images must be built first. A file that gives no image name for what it builds is built every time; compose's cache makes
    /// that acceptable. Refuses a file whose containers could not be found by their run later.
    /// </summary>
    public async Task<bool> LacksImagesAsync(CancellationToken cancellationToken)
    {
        var config = ComposeConfig.Parse(await RunAsync(_commands.Config, "its compose file is refused", cancellationToken));
        if (config.RunLabels.Count(l => l == request.RunId) < request.Definition.Nodes.Count)
            throw new ClusterUnavailableException(
                $"The target {request.Definition.Name} is refused: its containers could not be told from others; give every service and "
                    + $"network of {_commands.File} the label {ComposeLabels.Run}: ${{CHAOSSERVICE_RUN:-none}}.");
        string[] leftOut = [.. request.Definition.LeftOut.Select(n => n.Name)];
        foreach (var image in config.Images.Where(i => !leftOut.Contains(i.Key)).Select(i => i.Value).Distinct())
            if (!await HasAsync(image, cancellationToken)) return true;
        return config.Images.Count == 0;
    }

    public Task BuildAsync(CancellationToken cancellationToken) =>
        RunAsync(
            request.Definition.ImagesBy is { } script ? _commands.BuildBy(script) : _commands.Build, "its image cannot be built",
            cancellationToken);

    public async Task UpAsync(CancellationToken cancellationToken)
    {
        var definition = request.Definition;
        string[] later = [.. definition.Nodes.Where(definition.ComesLater).Select(n => n.Name)];
        string[] without = [.. definition.LeftOut.Select(n => n.Name), .. later];
        var services = without.Length == 0 ? []
            : (await RunAsync(_commands.Services, "its compose file is refused", cancellationToken))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Except(without).ToList();
        await RunAsync(_commands.Up(services), "its containers cannot be started", cancellationToken);
        if (later.Length > 0) await RunAsync(_commands.Create(later), "its later containers cannot be made", cancellationToken);
    }

    private async Task<bool> HasAsync(string image, CancellationToken cancellationToken)
    {
        try
        {
            await docker.Images.InspectImageAsync(image, cancellationToken);
            return true;
        }
        catch (DockerImageNotFoundException)
        {
            return false;
        }
    }

    private async Task<string> RunAsync(Command command, string trouble, CancellationToken cancellationToken)
    {
        var result = await CommandRunner.RunAsync(command, cancellationToken);
        if (result.Succeeded) return result.Output;
        // A build's own output goes to one stream, the reason for its failure to the other.
        var said = $"{result.Output}\n{result.Error}".Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .TakeLast(TailLines);
        throw new ClusterUnavailableException(
            $"The target {request.Definition.Name} does not come up: {trouble}; `{command}` exited with "
                + $"{result.ExitCode}:\n{string.Join('\n', said)}");
    }
}
