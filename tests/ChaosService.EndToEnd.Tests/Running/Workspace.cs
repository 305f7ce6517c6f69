using ChaosService.Docker.Processes;

namespace ChaosService.EndToEnd.Tests.Running;

/// <summary>
/// A directory of a test's own with the state and the runs of the chaosctl that it starts. Undoes what a failed test left.
/// </summary>
internal sealed class Workspace : IAsyncDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("chaosservice-e2e-").FullName;

    public string State => System.IO.Path.Combine(Path, "state");

    public string Runs => System.IO.Path.Combine(Path, "runs");

    /// <summary>The directory whose <c>compose/</c> has the targets.</summary>
    public string Home { get; init; } = Repository.Root;

    public string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Runs chaosctl to its end.</summary>
    public async Task<CommandResult> RunAsync(params string[] arguments) =>
        await CommandRunner.RunAsync(Command(arguments) with { Timeout = TimeSpan.FromMinutes(4) }, TestContext.Current.CancellationToken);

    /// <summary>Starts chaosctl and leaves it running.</summary>
    public ChaosctlProcess Start(IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        new(Command(arguments), environment);

    /// <summary>Starts chaosctl by a script of bash, which has it as <c>"$@"</c> and says where its output goes.</summary>
    public ChaosctlProcess StartBy(string script, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var command = Command(arguments);
        IReadOnlyList<string> byBash = ["-c", script, "bash", command.Program, .. command.Arguments];
        return new(command with { Program = "bash", Arguments = byBash }, environment);
    }

    /// <summary>What the fault journal holds.</summary>
    public async Task<string> FaultsAsync() => (await RunAsync("faults", "list", "--json")).Output.Trim();

    public async ValueTask DisposeAsync()
    {
        await CommandRunner.RunAsync(Command("faults", "revert") with { Timeout = TimeSpan.FromMinutes(2) }, CancellationToken.None);
        Directory.Delete(Path, recursive: true);
    }

    private Command Command(params string[] arguments) => new(Repository.Command[0], [.. Repository.Command.Skip(1), .. arguments])
    {
        WorkingDirectory = Path,
        Environment = new Dictionary<string, string> { ["CHAOSSERVICE_HOME"] = Home, ["CHAOSSERVICE_STATE"] = State },
    };
}
