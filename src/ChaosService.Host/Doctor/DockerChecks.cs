using ChaosService.Docker.Processes;

namespace ChaosService.Host.Doctor;

/// <summary>The container engine and compose.</summary>
internal static class DockerChecks
{
    public static IReadOnlyList<DoctorCheck> All { get; } =
    [
        new("docker engine", "every target and every fault", EngineAsync),
        new("docker compose", "bringing targets up and down", ComposeAsync),
    ];

    private static async Task<Diagnosis> EngineAsync(Machine machine, CancellationToken cancellationToken)
    {
        var result = await machine.RunAsync(new Command("docker", "version", "--format", "{{.Server.Version}}, API {{.Server.APIVersion}}"), cancellationToken);
        if (result.Succeeded) return Diagnosis.Ok(result.Output.Trim());
        if (result.ExitCode == 127) return Diagnosis.Missing("not installed", "./scripts/setup.sh installs and starts it");
        var said = Answers.LastLine(result);
        return Diagnosis.Missing(said, Answers.IsPermission(said) ? "run as root" : "./scripts/setup.sh starts it");
    }

    private static async Task<Diagnosis> ComposeAsync(Machine machine, CancellationToken cancellationToken)
    {
        var plugin = await machine.RunAsync(new Command("docker", "compose", "version", "--short"), cancellationToken);
        if (plugin.Succeeded) return Diagnosis.Ok($"docker compose {plugin.Output.Trim()}");
        var standalone = await machine.RunAsync(new Command("docker-compose", "version", "--short"), cancellationToken);
        return standalone.Succeeded
            ? Diagnosis.Ok($"docker-compose {standalone.Output.Trim()}")
            : Diagnosis.Missing("neither docker compose nor docker-compose answers", "./scripts/setup.sh installs it");
    }
}
