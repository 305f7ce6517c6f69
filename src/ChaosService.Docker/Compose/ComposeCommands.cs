using ChaosService.Docker.Processes;

namespace ChaosService.Docker.Compose;

/// <summary>The command for compose on this machine: <c>docker compose</c> (v2) or <c>docker-compose</c> (v1).</summary>
internal sealed record ComposeProgram(string Program, IReadOnlyList<string> Prefix)
{
    /// <summary>In the order in which they are tried.</summary>
    public static readonly IReadOnlyList<ComposeProgram> Known = [new("docker", ["compose"]), new("docker-compose", [])];

    public Command Version => new(Program, [.. Prefix, "version", "--short"]);
}

/// <summary>Compose's command lines for one project, as values. Both versions accept them.</summary>
internal sealed record ComposeCommands(ComposeProgram Program, string Project, string File, IReadOnlyDictionary<string, string> Environment)
{
    private static readonly TimeSpan BuildLimit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan UpLimit = TimeSpan.FromMinutes(5);

    /// <summary>Prints the file with all variables substituted.</summary>
    public Command Config => Of("config");

    /// <summary>With <c>--force-rm</c>, as v1 otherwise leaves the container of a failed step behind.</summary>
    public Command Build => Of("build", "--force-rm") with { Timeout = BuildLimit };

    /// <summary>Prints the names of all services, a line each.</summary>
    public Command Services => Of("config", "--services");

    /// <summary>Starts services in the background.</summary>
    /// <param name="services">
    /// All when empty. Others are not named with a scale of 0, because their images would be pulled all the same.
    /// </param>
    public Command Up(params IReadOnlyList<string> services) => Of(["up", "--detach", .. services]) with { Timeout = UpLimit };

    /// <summary>Creates the containers of these services, and starts none.</summary>
    public Command Create(IReadOnlyList<string> services) => Of(["up", "--no-start", "--no-deps", .. services]) with { Timeout = UpLimit };

    /// <summary>
    /// Runs the script that builds the images, from the file's directory, and passes its output on. It gets the settings, which determine
    /// the images that are needed.
    /// </summary>
    public Command BuildBy(string script) => new("bash", script)
    {
        Environment = Environment,
        WorkingDirectory = Path.GetDirectoryName(File),
        Timeout = BuildLimit,
    };

    private Command Of(params IEnumerable<string> action) =>
        new(Program.Program, [.. Program.Prefix, "--project-name", Project, "--file", File, .. action])
        {
            Environment = Environment,
            WorkingDirectory = Path.GetDirectoryName(File),
        };
}
