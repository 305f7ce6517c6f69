using ChaosService.Model.Faults;

namespace ChaosService.Host.Doctor;

/// <summary>What this machine can do, and what would mend what it cannot.</summary>
internal static class DoctorReport
{
    private static readonly IReadOnlyList<DoctorCheck> Checks = [.. DockerChecks.All, .. SystemChecks.All, .. NetworkChecks.All];

    /// <summary>The machine's parts first, then each fault kind by its own probe.</summary>
    public static async Task<IReadOnlyList<DoctorResult>> RunAsync(Machine machine, IEnumerable<IFaultKind> faults, CancellationToken cancellationToken)
    {
        var results = new List<DoctorResult>();
        foreach (var check in machine.IsContainer ? [.. Checks, .. ContainerChecks.All] : Checks) results.Add(await check.RunAsync(machine, cancellationToken));
        foreach (var fault in faults.OrderBy(f => f.Name, StringComparer.Ordinal)) results.Add(await ProbeAsync(fault, cancellationToken));
        return machine.IsContainer ? [.. results.Select(ForContainer)] : results;
    }

    /// <summary>True when nothing that is needed is missing; what is degraded still works.</summary>
    public static bool IsReady(IEnumerable<DoctorResult> results) => results.All(r => r.Status != DoctorStatus.Missing);

    /// <summary>Whoever is root already lacks what the container was started without.</summary>
    private static DoctorResult ForContainer(DoctorResult result) =>
        result.Fix == Answers.RunAsRoot ? result with { Fix = "start the container as compose/chaosservice.yaml does (docs/run-in-a-container.md)" } : result;

    private static async Task<DoctorResult> ProbeAsync(IFaultKind fault, CancellationToken cancellationToken)
    {
        var found = await fault.ProbeAsync(cancellationToken);
        return new DoctorResult(fault.Name, found.Available ? DoctorStatus.Ok : DoctorStatus.Missing, found.Detail, fault.Summary);
    }
}
