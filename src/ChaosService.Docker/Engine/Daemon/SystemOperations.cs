namespace ChaosService.Docker.Engine.Daemon;

/// <summary>The engine itself: is it there, which version, what has happened since.</summary>
public sealed class SystemOperations
{
    private readonly DockerConnection _connection;

    internal SystemOperations(DockerConnection connection) => _connection = connection;

    /// <summary>Returns when the engine answers.</summary>
    public Task PingAsync(CancellationToken cancellationToken) => _connection.PingAsync(cancellationToken);

    public Task<VersionResponse> GetVersionAsync(CancellationToken cancellationToken) =>
        _connection.GetAsync("/version", DockerJson.Default.VersionResponse, null, cancellationToken);

    public Task<SystemInfoResponse> GetSystemInfoAsync(CancellationToken cancellationToken) =>
        _connection.GetAsync("/info", DockerJson.Default.SystemInfoResponse, null, cancellationToken);

    /// <summary>
    /// Returns when the engine listens: what happens from then on comes, in order. The sequence ends when the engine closes it and
    /// throws <see cref="IOException"/> when the connection breaks.
    /// </summary>
    public async Task<IAsyncEnumerable<Message>> MonitorEventsAsync(EventsParameters parameters, CancellationToken cancellationToken)
    {
        var query = Query.Of(("filters", Query.Filters(parameters.Filters)));
        return EventStream.ReadAsync(await _connection.OpenAsync($"/events{query}", null, cancellationToken), cancellationToken);
    }
}
