using Docker.DotNet;

namespace ChaosService.Docker.Engine;

/// <summary>The address of the container engine and how to connect to it.</summary>
/// <param name="Address"><c>unix:///path</c>, <c>tcp://host:port</c>, <c>http://…</c> or <c>https://…</c>.</param>
/// <param name="Certificates">Directory with <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c>; null: no TLS for <c>tcp</c>.</param>
public sealed record EngineEndpoint(Uri Address, string? Certificates = null)
{
    /// <summary>The limit of every call. Default 30 s.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The address in requests. For a socket its value does not matter, only the connection does.</summary>
    internal Uri Http => Address.Scheme switch
    {
        "unix" => new Uri("http://docker"),
        "tcp" => new UriBuilder(Address) { Scheme = Certificates is null ? "http" : "https" }.Uri,
        _ => Address,
    };

    /// <summary>
    /// In the same way as the docker command line: <c>DOCKER_HOST</c> (default the local socket), <c>DOCKER_TLS_VERIFY</c>,
    /// <c>DOCKER_CERT_PATH</c> (default <c>~/.docker</c>).
    /// </summary>
    public static EngineEndpoint FromEnvironment(Func<string, string?>? read = null)
    {
        read ??= Environment.GetEnvironmentVariable;
        var host = read("DOCKER_HOST") is { Length: > 0 } set ? set : "unix:///var/run/docker.sock";
        if (!Uri.TryCreate(host, UriKind.Absolute, out var address) || address.Scheme is not ("unix" or "tcp" or "http" or "https"))
            throw new ArgumentException($"DOCKER_HOST is \"{host}\"; write unix:///path/to/docker.sock or tcp://host:port.");
        if (string.IsNullOrEmpty(read("DOCKER_TLS_VERIFY"))) return new EngineEndpoint(address);
        var home = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker");
        return new EngineEndpoint(address, read("DOCKER_CERT_PATH") is { Length: > 0 } path ? path : home);
    }

    /// <summary>
    /// Every call has a time limit. An engine that does not answer is a <see cref="Model.Clusters.ClusterUnavailableException"/>, a refusal
    /// is a <see cref="DockerApiException"/>. Thread-safe.
    /// </summary>
    public DockerClient CreateClient() => new DockerClientBuilder()
        .WithEndpoint(Address)
        // The transport enforces the limit: the package would end a call as if its caller had cancelled it.
        .WithTimeout(Timeout.InfiniteTimeSpan)
        .WithTransportOptions(new EngineTransport(), this)
        .Build();
}
