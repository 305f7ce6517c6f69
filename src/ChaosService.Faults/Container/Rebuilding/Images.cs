using Docker.DotNet;

namespace ChaosService.Faults.Container.Rebuilding;

/// <summary>Images that the engine has. None is pulled.</summary>
internal static class Images
{
    public const int ShortId = 19;

    /// <summary>Null when the engine has none with that name or id.</summary>
    public static async Task<(string Id, ImageSettings Settings)?> FindImageAsync(
        this DockerClient docker, string name, CancellationToken cancellationToken)
    {
        try
        {
            var image = await docker.Images.InspectImageAsync(name, cancellationToken);
            var config = image.Config;
            return (image.ID, new ImageSettings
            {
                Env = [.. config?.Env ?? []],
                Entrypoint = [.. config?.Entrypoint ?? []],
                Cmd = [.. config?.Cmd ?? []],
                Labels = (config?.Labels ?? new Dictionary<string, string>()).ToDictionary(),
                WorkingDir = config?.WorkingDir ?? "",
                User = config?.User ?? "",
                StopSignal = config?.StopSignal ?? "",
                HealthTest = [.. config?.Healthcheck?.Test ?? []],
                Ports = [.. config?.ExposedPorts?.Keys ?? (ICollection<string>)[]],
                Volumes = [.. config?.Volumes?.Keys ?? (ICollection<string>)[]],
            });
        }
        catch (DockerImageNotFoundException)
        {
            return null;
        }
    }

    /// <summary><c>sha256:0123456789ab</c>.</summary>
    public static string Short(string id) => id.Length > ShortId ? id[..ShortId] : id;
}
