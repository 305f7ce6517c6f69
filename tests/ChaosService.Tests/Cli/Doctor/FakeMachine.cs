using ChaosService.Cli.Doctor;
using ChaosService.Docker.Processes;
using ChaosService.Docker.Volumes;
using ChaosService.Model.Clusters;

namespace ChaosService.Tests.Cli.Doctor;

/// <summary>A machine on which everything works, but for what a test takes away.</summary>
internal sealed class FakeMachine
{
    private readonly List<(string Part, CommandResult Result)> _answers = [];

    public Dictionary<string, string> Files { get; } = new() { ["/proc/self/status"] = "Name:\tx\nCapEff:\t000001ffffffffff\n" };

    public HashSet<string> Paths { get; } = ["/dev/loop-control", "/sys/fs/cgroup/cgroup.controllers", "/run/systemd/system"];

    public long FreeBytes { get; set; } = 100L << 30;

    /// <summary>Why the engine does not answer; null: it does.</summary>
    public string? EngineTrouble { get; set; }

    public EngineAnswer Engine { get; set; } = new("28.2.2", "1.50", 77, new EngineMounts(null));

    /// <summary>In a container, whose state is on a volume and whose engine's files can be reached.</summary>
    public FakeMachine InContainer(int? enginePid = 77)
    {
        Paths.UnionWith(["/.dockerenv", $"/proc/{enginePid}/root/", $"/proc/{enginePid}/root/dev/loop-control"]);
        Files["/proc/self/mountinfo"] = "1 0 0:50 / / rw - overlay overlay rw\n2 1 254:0 / /state rw - ext4 /dev/vda rw\n";
        Engine = Engine with { Pid = enginePid, Mounts = new EngineMounts(enginePid is > 0 ? enginePid : null) };
        return this;
    }

    public FakeMachine Answers(string commandPart, int exitCode, string output = "", string error = "")
    {
        _answers.Add((commandPart, new CommandResult(exitCode, output, error)));
        return this;
    }

    public async Task<DoctorResult> DiagnoseAsync(string name) =>
        (await DoctorReport.RunAsync(Build(), [], TestContext.Current.CancellationToken)).Single(r => r.Name == name);

    public Machine Build() => new((command, _) => Task.FromResult(Answer(command)), Files.GetValueOrDefault, Paths.Contains, _ => FreeBytes,
        _ => AskEngine(), "/state");

    private Task<EngineAnswer> AskEngine() =>
        EngineTrouble is { } trouble ? Task.FromException<EngineAnswer>(new ClusterUnavailableException(trouble)) : Task.FromResult(Engine);

    private CommandResult Answer(Command command)
    {
        foreach (var (part, result) in _answers)
            if (command.ToString().Contains(part, StringComparison.Ordinal)) return result;
        return new CommandResult(0, "1.0\n", "");
    }
}
