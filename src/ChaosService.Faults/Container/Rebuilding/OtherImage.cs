namespace ChaosService.Faults.Container.Rebuilding;

/// <summary>
/// A blueprint with another image. Settings that came only from the image, such as the command, come from the new image; the container's
/// own settings stay.
/// </summary>
internal static class OtherImage
{
    private const string ComposeImage = "com.docker.compose.image";

    /// <summary>
    /// A container's configuration without its image: for comparing containers with different images.
    /// </summary>
    public static Blueprint Beside(this Blueprint blueprint, string name, (string Id, ImageSettings Settings) image) =>
        blueprint.WithImage(name, image.Id, image.Settings);

    /// <param name="name">As the experiment calls it.</param>
    /// <param name="id">What the name means now.</param>
    /// <param name="old">What the image said that the container was made from.</param>
    public static Blueprint WithImage(this Blueprint blueprint, string name, string id, ImageSettings old)
    {
        var create = blueprint.Create;
        var changed = Blueprint.Copy(create);
        changed.Image = name;
        changed.Env = [.. (create.Env ?? []).Except(old.Env)];
        // A command belongs to its entrypoint: the image's own is nothing to another one's.
        var ownEntrypoint = Same(create.Entrypoint, old.Entrypoint);
        if (ownEntrypoint) changed.Entrypoint = null!;
        if (ownEntrypoint && Same(create.Cmd, old.Cmd)) changed.Cmd = null!;
        changed.Labels = (create.Labels ?? new Dictionary<string, string>())
            .Where(l => old.Labels.GetValueOrDefault(l.Key) != l.Value).ToDictionary();
        if (create.WorkingDir == old.WorkingDir) changed.WorkingDir = "";
        if (create.User == old.User) changed.User = "";
        if (create.StopSignal == old.StopSignal) changed.StopSignal = null!;
        if (create.Healthcheck is not null && Same(create.Healthcheck.Test, old.HealthTest)) changed.Healthcheck = null;
        changed.ExposedPorts = Without(create.ExposedPorts, old.Ports)!;
        changed.Volumes = Without(create.Volumes, old.Volumes)!;
        if (changed.Labels.ContainsKey(ComposeImage)) changed.Labels[ComposeImage] = id;
        return blueprint with { Create = changed };
    }

    private static bool Same(IEnumerable<string>? told, IReadOnlyList<string> image) => (told ?? []).SequenceEqual(image);

    private static IDictionary<string, T>? Without<T>(IDictionary<string, T>? told, IReadOnlyCollection<string> image) =>
        told?.Where(t => !image.Contains(t.Key)).ToDictionary() is { Count: > 0 } left ? left : null;
}
