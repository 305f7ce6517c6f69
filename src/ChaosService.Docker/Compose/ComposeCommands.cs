using ChaosService.Docker.Processes;

namespace ChaosService.Docker.Compose;

/// <summary>How compose is called here: <c>docker compose</c> (v2) or <c>docker-compose</c> (v1).</summary>
internal sealed record ComposeProgram(string Program, IReadOnlyList<string> Prefix)
{
    /// <summary>In the order in which they are tried.</summary>
    public static readonly IReadOnlyList<ComposeProgram> Known = [new("docker", ["compose"]), new("docker-compose", [])];

    public Command Version => new(Program, [.. Prefix, "version", "--short"]);
}

/// <summary>Compose's command lines, as values.</summary>
internal static class ComposeCommands
{
    private static readonly TimeSpan UpLimit = TimeSpan.FromMinutes(8);

    /// <summary>Starts everything in the background. Images are built when they are missing, and only then.</summary>
    public static Command Up(ComposeProgram compose, string project, string file, IReadOnlyDictionary<string, string> environment) =>
        new(compose.Program, [.. compose.Prefix, "--project-name", project, "--file", file, "up", "--detach", "--no-color"])
        {
            Environment = environment,
            WorkingDirectory = Path.GetDirectoryName(file),
            Timeout = UpLimit,
        };
}
