using ChaosService.Docker.Processes;
using ChaosService.Model.Faults;

namespace ChaosService.Cli.Doctor;

/// <summary>What this machine can do, and the fix for what it cannot.</summary>
internal static class DoctorReport
{
    private const string Unconfined = "start the container as compose/chaosservice.yaml does (docs/run-in-a-container.md)";

    private static readonly IReadOnlyList<DoctorCheck> Checks = [.. DockerChecks.All, .. SystemChecks.All, .. NetworkChecks.All];

    /// <summary>The machine's parts first, then each fault kind with its own probe.</summary>
    public static async Task<IReadOnlyList<DoctorResult>> RunAsync(
        Machine machine, IEnumerable<IFaultKind> faults, CancellationToken cancellationToken)
    {
        var results = new List<DoctorResult>();
        foreach (var check in machine.IsContainer ? [.. Checks, .. ContainerChecks.All] : Checks)
            results.Add(await check.RunAsync(machine, cancellationToken));
        foreach (var fault in faults.OrderBy(f => f.Name, StringComparer.Ordinal)) results.Add(await ProbeAsync(fault, cancellationToken));
        return [.. results.Select(r => r.Fix == Answers.RunAsRoot ? r with { Fix = MoreRights(machine) } : r)];
    }

    /// <summary>True when nothing required is missing; degraded parts still work.</summary>
    public static bool IsReady(IEnumerable<DoctorResult> results) => results.All(r => r.Status != DoctorStatus.Missing);

    /// <summary>For root, the fix is to give the process the privileges that it was started without.</summary>
    private static string MoreRights(Machine machine)
    {
        if (machine.Privileges is not { IsRoot: true } root) return Answers.RunAsRoot;
        string[] lacking = [.. root.Lacking(Privileges.OfEverything)];
        if (lacking.Length == 0) return machine.IsContainer ? Unconfined : "start it without seccomp, AppArmor or SELinux in its way";
        return machine.IsContainer
            ? $"cap_add: [{string.Join(", ", lacking.Select(c => c["CAP_".Length..]))}], "
                + "as compose/chaosservice.yaml has it (docs/run-in-a-container.md)"
            : $"give the process {string.Join(", ", lacking)} (systemd: CapabilityBoundingSet)";
    }

    private static async Task<DoctorResult> ProbeAsync(IFaultKind fault, CancellationToken cancellationToken)
    {
        var found = await fault.ProbeAsync(cancellationToken);
        return new DoctorResult(fault.Name, found.Available ? DoctorStatus.Ok : DoctorStatus.Missing, found.Detail, fault.Summary);
    }
}
