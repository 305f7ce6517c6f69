using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace ChaosService.Docker.Engine;

/// <summary>Where the container engine listens and how to reach it.</summary>
/// <param name="endpoint"><c>unix:///path</c>, <c>tcp://host:port</c>, <c>http://…</c> or <c>https://…</c>.</param>
/// <param name="certificates">Directory with <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c>; null: no TLS for <c>tcp</c>.</param>
public sealed class DockerClientConfiguration(Uri endpoint, string? certificates = null)
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    public Uri EndpointBaseUri => endpoint;

    /// <summary>The limit of every call that names none of its own. Default 30 s.</summary>
    public TimeSpan DefaultTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// As the docker command line finds it: <c>DOCKER_HOST</c> (default the local socket), <c>DOCKER_TLS_VERIFY</c>,
    /// <c>DOCKER_CERT_PATH</c> (default <c>~/.docker</c>).
    /// </summary>
    public static DockerClientConfiguration FromEnvironment(Func<string, string?>? read = null)
    {
        read ??= Environment.GetEnvironmentVariable;
        var host = read("DOCKER_HOST") is { Length: > 0 } set ? set : "unix:///var/run/docker.sock";
        if (!Uri.TryCreate(host, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("unix" or "tcp" or "http" or "https"))
            throw new ArgumentException($"DOCKER_HOST is \"{host}\"; write unix:///path/to/docker.sock or tcp://host:port.");
        if (string.IsNullOrEmpty(read("DOCKER_TLS_VERIFY"))) return new DockerClientConfiguration(endpoint);
        var home = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker");
        return new DockerClientConfiguration(endpoint, read("DOCKER_CERT_PATH") is { Length: > 0 } path ? path : home);
    }

    public DockerClient CreateClient() => new(this);

    internal Uri HttpBase => endpoint.Scheme switch
    {
        "unix" => new Uri("http://docker"),
        "tcp" => new UriBuilder(endpoint) { Scheme = certificates is null ? "http" : "https" }.Uri,
        _ => endpoint,
    };

    internal SocketsHttpHandler CreateHandler()
    {
        var handler = new SocketsHttpHandler { ConnectTimeout = ConnectTimeout, UseProxy = false };
        if (endpoint.Scheme == "unix") handler.ConnectCallback = (_, cancellationToken) => ConnectAsync(endpoint.LocalPath, cancellationToken);
        if (certificates is not null) handler.SslOptions = Tls(certificates);
        return handler;
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static SslClientAuthenticationOptions Tls(string directory)
    {
        var chain = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        chain.CustomTrustStore.ImportFromPemFile(Path.Combine(directory, "ca.pem"));
        var own = X509Certificate2.CreateFromPemFile(Path.Combine(directory, "cert.pem"), Path.Combine(directory, "key.pem"));
        return new SslClientAuthenticationOptions { CertificateChainPolicy = chain, ClientCertificates = [own] };
    }
}
