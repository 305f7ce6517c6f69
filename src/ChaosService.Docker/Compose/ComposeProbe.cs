using ChaosService.Docker.Processes;
using ChaosService.Model.Clusters;

namespace ChaosService.Docker.Compose;

/// <summary>Determines once which compose this machine has.</summary>
public sealed class ComposeProbe
{
    private ComposeProgram? _found;

    /// <summary>The command and version, such as <c>docker-compose 1.29.2</c>. Throws like <see cref="FindAsync"/>.</summary>
    public async Task<string> DescribeAsync(CancellationToken cancellationToken)
    {
        var program = await FindAsync(cancellationToken);
        var version = await CommandRunner.RunAsync(program.Version, cancellationToken);
        return $"{string.Join(' ', [program.Program, .. program.Prefix])} {version.Output.Trim()}";
    }

    /// <summary>Throws <see cref="ClusterUnavailableException"/> with the fix when there is none.</summary>
    internal async Task<ComposeProgram> FindAsync(CancellationToken cancellationToken)
    {
        if (_found is not null) return _found;
        foreach (var program in ComposeProgram.Known)
            if ((await CommandRunner.RunAsync(program.Version, cancellationToken)).Succeeded) return _found = program;
        throw new ClusterUnavailableException(
            "Neither `docker compose` nor `docker-compose` works here; install one of them (apt-get install docker-compose, or Docker's "
                + "docker-compose-plugin).");
    }
}
