using ChaosService.Docker.Processes;
using ChaosService.Model.Clusters;
using Docker.DotNet;

namespace ChaosService.Cli.Doctor;

/// <summary>The container engine and compose.</summary>
internal static class DockerChecks
{
    public static IReadOnlyList<DoctorCheck> All { get; } =
    [
        new("docker engine", "every target and every fault", EngineAsync),
        new("docker compose", "bringing targets up and down", ComposeAsync),
    ];

    /// <summary>Queried in the same way as by the service: the docker program is not needed.</summary>
    private static async Task<Diagnosis> EngineAsync(Machine machine, CancellationToken cancellationToken)
    {
        try
        {
            var engine = await machine.AskEngineAsync(cancellationToken);
            return Diagnosis.Ok($"{engine.Version}, API {engine.ApiVersion}");
        }
        catch (Exception e) when (e is ClusterUnavailableException or DockerApiException)
        {
            if (Answers.IsPermission(e.Message)) return Diagnosis.Missing(e.Message, Answers.RunAsRoot);
            return Diagnosis.Missing(e.Message, machine.IsContainer
                ? "mount its socket: /var/run/docker.sock:/var/run/docker.sock"
                : "./scripts/setup.sh installs and starts it");
        }
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
