namespace ChaosService.Cli.Doctor;

/// <summary>One check of the machine. It changes nothing: experiments run in a network namespace that exists only for the check.</summary>
internal sealed record DoctorCheck(string Name, string NeededFor, Func<Machine, CancellationToken, Task<Diagnosis>> LookAsync)
{
    public async Task<DoctorResult> RunAsync(Machine machine, CancellationToken cancellationToken)
    {
        var (status, detail, fix) = await LookAsync(machine, cancellationToken);
        return new DoctorResult(Name, status, detail, NeededFor, fix);
    }
}

internal sealed record Diagnosis(DoctorStatus Status, string Detail, string? Fix = null)
{
    public static Diagnosis Ok(string detail) => new(DoctorStatus.Ok, detail);

    public static Diagnosis Degraded(string detail, string fix) => new(DoctorStatus.Degraded, detail, fix);

    public static Diagnosis Missing(string detail, string fix) => new(DoctorStatus.Missing, detail, fix);
}
