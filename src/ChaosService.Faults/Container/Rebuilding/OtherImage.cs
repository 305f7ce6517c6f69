using Docker.DotNet.Models;

namespace ChaosService.Faults.Container.Rebuilding;

/// <summary>
/// A blueprint with another image. What a container has from its image only, such as its command, is the new image's to say; what it was
/// told beside that stays.
/// </summary>
internal static class OtherImage
{
    private const string ComposeImage = "com.docker.compose.image";

    /// <param name="name">As the experiment calls it.</param>
    /// <param name="id">What the name means now.</param>
    /// <param name="old">What the image said that the container was made from.</param>
    public static Blueprint WithImage(this Blueprint blueprint, string name, string id, ImageSettings old)
    {
        var create = blueprint.Create;
        var changed = new CreateContainerParameters(create)
        {
            HostConfig = create.HostConfig,
            NetworkingConfig = create.NetworkingConfig,
            Image = name,
            Env = [.. (create.Env ?? []).Except(old.Env)],
            Entrypoint = Same(create.Entrypoint, old.Entrypoint) ? null : create.Entrypoint,
            // A command belongs to its entrypoint: the image's own is nothing to another one's.
            Cmd = Same(create.Entrypoint, old.Entrypoint) && Same(create.Cmd, old.Cmd) ? null : create.Cmd,
            Labels = Told(create.Labels, old.Labels),
            WorkingDir = create.WorkingDir == old.WorkingDir ? "" : create.WorkingDir,
            User = create.User == old.User ? "" : create.User,
            StopSignal = create.StopSignal == old.StopSignal ? "" : create.StopSignal,
            Healthcheck = Same(create.Healthcheck?.Test, old.HealthTest) ? null : create.Healthcheck,
            ExposedPorts = Without(create.ExposedPorts, old.Ports),
            Volumes = Without(create.Volumes, old.Volumes),
        };
        if (changed.Labels.ContainsKey(ComposeImage)) changed.Labels[ComposeImage] = id;
        return blueprint with { Create = changed };
    }

    private static bool Same(IEnumerable<string>? told, IReadOnlyList<string> image) => (told ?? []).SequenceEqual(image);

    private static Dictionary<string, string> Told(IDictionary<string, string>? labels, IReadOnlyDictionary<string, string> image) =>
        (labels ?? new Dictionary<string, string>()).Where(l => image.GetValueOrDefault(l.Key) != l.Value).ToDictionary();

    private static IDictionary<string, T>? Without<T>(IDictionary<string, T>? told, IReadOnlyCollection<string> image) =>
        told?.Where(t => !image.Contains(t.Key)).ToDictionary();
}
