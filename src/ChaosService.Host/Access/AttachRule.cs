using ChaosService.Model.Experiments;

namespace ChaosService.Host.Access;

/// <summary>
/// Which containers an experiment that came over the network may break: those of the targets under <c>compose/</c>, which the service makes itself, and of
/// the running projects that its configuration names. On the command line whoever may reach the engine may attach to anything.
/// </summary>
internal static class AttachRule
{
    /// <returns>Null when the target is allowed; otherwise why not, with what would mend it. Ask after all overrides: they may change the target.</returns>
    public static string? Refuses(TargetSpec target, AccessOptions options) =>
        target.Attach is not { } project || options.AttachableProjects.Contains(project, StringComparer.Ordinal)
            ? null
            : $"the service may not attach to the compose project '{project}'; "
              + (options.AttachableProjects is { Count: > 0 } known ? $"allowed: {string.Join(", ", known)}" : "none is allowed; name it in the service's configuration, or use a target under compose/");
}
