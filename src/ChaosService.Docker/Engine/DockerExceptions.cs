using System.Net;

namespace ChaosService.Docker.Engine;

/// <summary>The engine refused. <paramref name="message"/> is what it said.</summary>
public class DockerApiException(HttpStatusCode statusCode, string message) : Exception(message)
{
    public HttpStatusCode StatusCode => statusCode;
}

/// <summary>No such container.</summary>
public sealed class DockerContainerNotFoundException(string message) : DockerApiException(HttpStatusCode.NotFound, message);

/// <summary>No such network.</summary>
public sealed class DockerNetworkNotFoundException(string message) : DockerApiException(HttpStatusCode.NotFound, message);

/// <summary>No such image.</summary>
public sealed class DockerImageNotFoundException(string message) : DockerApiException(HttpStatusCode.NotFound, message);

/// <summary>No such volume.</summary>
public sealed class DockerVolumeNotFoundException(string message) : DockerApiException(HttpStatusCode.NotFound, message);
