using ChaosService.Model.Experiments;

namespace ChaosService.Service.Queue;

/// <summary>
/// Which containers and servers an experiment from the network may load or break: containers of the targets under <c>compose/</c>, which
/// the service creates itself, those of the running projects that its configuration names, and servers at the addresses that it names. On
/// the command line everyone who can reach the engine may attach to anything, and use any address.
/// </summary>
/// <param name="attachable">The running compose projects that may be attached to. Empty: none.</param>
/// <param name="addresses">The addresses, host:port, that may be used without a container. Empty: none.</param>
internal sealed class AttachRule(IReadOnlyList<string> attachable, IReadOnlyList<string> addresses)
{
    /// <returns>
    /// Null when the target is allowed; otherwise the reason, with the fix. Ask after all overrides: they may change the target.
    /// </returns>
    public string? Refuses(TargetSpec target) => RefusesAddresses(target) ?? (
        target.Attach is not { } project || attachable.Contains(project, StringComparer.Ordinal)
            ? null
            : $"the service may not attach to the compose project '{project}'; "
              + (attachable.Count > 0
                  ? $"allowed: {string.Join(", ", attachable)}"
                  : "none is allowed; name it in the service's configuration, or use a target under compose/"));

    /// <summary>The broker's, too: whoever may publish there changes every node.</summary>
    private string? RefusesAddresses(TargetSpec target)
    {
        string[] others =
            [.. target.Definition.Nodes.Select(n => n.Address).OfType<string>().Except(addresses, StringComparer.OrdinalIgnoreCase)];
        return others.Length == 0 ? null
            : $"the service may not use {string.Join(", ", others)}; "
              + (addresses.Count > 0 ? $"allowed: {string.Join(", ", addresses)}" : "no address is allowed")
              + "; name each in the service's option 'allowedAddresses', or use a target under compose/";
    }
}
