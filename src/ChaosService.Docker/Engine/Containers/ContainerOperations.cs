namespace ChaosService.Docker.Engine.Containers;

/// <summary>Every method throws <see cref="DockerContainerNotFoundException"/> for an unknown id; ids may be names.</summary>
public sealed class ContainerOperations
{
    private static readonly NotFound NoContainer = message => new DockerContainerNotFoundException(message);
    private readonly DockerConnection _connection;

    internal ContainerOperations(DockerConnection connection) => _connection = connection;

    public async Task<IReadOnlyList<ContainerListResponse>> ListContainersAsync(ContainersListParameters parameters, CancellationToken cancellationToken)
    {
        var query = Query.Of(("all", Query.Flag(parameters.All)), ("filters", Query.Filters(parameters.Filters)));
        return await _connection.GetAsync($"/containers/json{query}", DockerJson.Default.ListContainerListResponse, null, cancellationToken);
    }

    public Task<ContainerInspectResponse> InspectContainerAsync(string id, CancellationToken cancellationToken) =>
        _connection.GetAsync($"{Path(id)}/json", DockerJson.Default.ContainerInspectResponse, NoContainer, cancellationToken);

    /// <summary>Returns when the signal is sent. Throws with <c>Conflict</c> when the container does not run.</summary>
    public Task KillContainerAsync(string id, ContainerKillParameters parameters, CancellationToken cancellationToken) =>
        ChangeAsync(id, "kill" + Query.Of(("signal", parameters.Signal)), cancellationToken);

    /// <summary>Throws with <c>Conflict</c> when it is paused already or does not run.</summary>
    public Task PauseContainerAsync(string id, CancellationToken cancellationToken) => ChangeAsync(id, "pause", cancellationToken);

    /// <summary>Throws with <c>InternalServerError</c> or <c>Conflict</c> (by version) when it is not paused.</summary>
    public Task UnpauseContainerAsync(string id, CancellationToken cancellationToken) => ChangeAsync(id, "unpause", cancellationToken);

    /// <returns>False when it runs already.</returns>
    public Task<bool> StartContainerAsync(string id, CancellationToken cancellationToken) => ChangeAsync(id, "start", cancellationToken);

    /// <returns>False when it is stopped already.</returns>
    public Task<bool> StopContainerAsync(string id, ContainerStopParameters parameters, CancellationToken cancellationToken) =>
        _connection.ChangeAsync(
            HttpMethod.Post, $"{Path(id)}/stop?t={parameters.WaitBeforeKillSeconds}", NoContainer,
            TimeSpan.FromSeconds(parameters.WaitBeforeKillSeconds), cancellationToken);

    public Task RemoveContainerAsync(string id, ContainerRemoveParameters parameters, CancellationToken cancellationToken) =>
        _connection.ChangeAsync(
            HttpMethod.Delete, Path(id) + Query.Of(("force", Query.Flag(parameters.Force)), ("v", Query.Flag(parameters.RemoveVolumes))),
            NoContainer, TimeSpan.Zero, cancellationToken);

    /// <summary>What the container has written so far. The caller disposes the stream.</summary>
    /// <param name="tty">Whether it has a terminal (<see cref="ContainerConfig.Tty"/>).</param>
    public async Task<MultiplexedStream> GetContainerLogsAsync(string id, bool tty, ContainerLogsParameters parameters, CancellationToken cancellationToken)
    {
        var query = Query.Of(
            ("stdout", "true"), ("stderr", "true"), ("timestamps", Query.Flag(parameters.Timestamps)), ("tail", parameters.Tail?.ToString()));
        return new MultiplexedStream(await _connection.OpenAsync($"{Path(id)}/logs{query}", NoContainer, cancellationToken), !tty);
    }

    private Task<bool> ChangeAsync(string id, string action, CancellationToken cancellationToken) =>
        _connection.ChangeAsync(HttpMethod.Post, $"{Path(id)}/{action}", NoContainer, TimeSpan.Zero, cancellationToken);

    private static string Path(string id) => $"/containers/{Uri.EscapeDataString(id)}";
}
