using ChaosService.Docker.Engine.Containers;
using ChaosService.Docker.Engine.Images;
using ChaosService.Docker.Engine.Networks;
using ChaosService.Docker.Engine.Daemon;
using ChaosService.Docker.Engine.Volumes;

namespace ChaosService.Docker.Engine;

/// <summary>
/// Speaks to the container engine's HTTP API. Names and shapes are those of the package Docker.DotNet, of which this is the part that is
/// used. Every call has a time limit; an engine that does not answer is a
/// <see cref="Model.Clusters.ClusterUnavailableException"/>, a refusal is a <see cref="DockerApiException"/>. Thread-safe.
/// </summary>
public sealed class DockerClient : IDisposable
{
    private readonly DockerConnection _connection;

    internal DockerClient(DockerClientConfiguration configuration)
    {
        Configuration = configuration;
        _connection = new DockerConnection(configuration);
        Containers = new ContainerOperations(_connection);
        Networks = new NetworkOperations(_connection);
        Images = new ImageOperations(_connection);
        Volumes = new VolumeOperations(_connection);
        System = new SystemOperations(_connection);
    }

    public DockerClientConfiguration Configuration { get; }

    public ContainerOperations Containers { get; }

    public NetworkOperations Networks { get; }

    public ImageOperations Images { get; }

    public VolumeOperations Volumes { get; }

    public SystemOperations System { get; }

    public void Dispose() => _connection.Dispose();
}
