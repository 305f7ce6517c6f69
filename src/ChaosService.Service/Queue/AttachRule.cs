using ChaosService.Model.Experiments;

namespace ChaosService.Service.Queue;

/// <summary>
/// Which containers an experiment from the network may break: those of the targets under <c>compose/</c>, which the service creates
/// itself, and those of the running projects that its configuration names. On the command line everyone who can reach the engine may attach
/// to anything.
/// </summary>
/// <param name="attachable">The running compose projects that may be attached to. Empty: none.</param>
internal sealed class AttachRule(IReadOnlyList<string> attachable)
{
    /// <returns>
    /// Null when the target is allowed; otherwise the reason, with the fix. Ask after all overrides: they may change the target.
    /// </returns>
    public string? Refuses(TargetSpec target) =>
        target.Attach is not { } project || attachable.Contains(project, StringComparer.Ordinal)
            ? null
            : $"the service may not attach to the compose project '{project}'; "
              + (attachable.Count > 0
                  ? $"allowed: {string.Join(", ", attachable)}"
                  : "none is allowed; name it in the service's configuration, or use a target under compose/");
}
