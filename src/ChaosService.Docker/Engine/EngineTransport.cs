using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Docker.DotNet.Handler.Abstractions;
using Microsoft.Extensions.Logging;
using NativeHttp = Docker.DotNet.NativeHttp;

namespace ChaosService.Docker.Engine;

/// <summary>
/// How the client's requests reach the engine: over pooled connections. The package's own transport for sockets opens one for each call,
/// without a time limit.
/// </summary>
internal sealed class EngineTransport : IDockerHandlerFactory<EngineEndpoint>
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    public ResolvedTransport CreateHandler(EngineEndpoint transportOptions, ResolvedClientOptions clientOptions, ILogger logger) =>
        new(new EngineHandler(transportOptions, Connections(transportOptions)), transportOptions.Http);

    public ResolvedTransport CreateHandler(ResolvedClientOptions clientOptions, ILogger logger) =>
        CreateHandler(new EngineEndpoint(clientOptions.Endpoint), clientOptions, logger);

    public Task<WriteClosableStream> HijackStreamAsync(HttpContent content) =>
        NativeHttp.DockerHandlerFactory.Instance.HijackStreamAsync(content);

    private static SocketsHttpHandler Connections(EngineEndpoint endpoint)
    {
        var handler = new SocketsHttpHandler { ConnectTimeout = ConnectTimeout, UseProxy = false };
        if (endpoint.Address.Scheme == "unix")
            handler.ConnectCallback = (_, cancellationToken) => ConnectAsync(endpoint.Address.LocalPath, cancellationToken);
        if (endpoint.Certificates is not null) handler.SslOptions = Tls(endpoint.Certificates);
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
