using System.Net.Sockets;

namespace ChaosService.Benchmarks.Service;

/// <summary>
/// Where a container engine would listen: takes every connection and never answers, so that a run that began stays where it is.
/// </summary>
internal sealed class SilentEngine : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("chaosservice-bench-").FullName;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public SilentEngine()
    {
        _listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(_directory, "engine.sock")));
        _listener.Listen();
    }

    public string DockerHost => $"unix://{_directory}/engine.sock";

    public void Dispose()
    {
        _listener.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
