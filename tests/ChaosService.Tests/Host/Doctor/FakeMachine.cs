using ChaosService.Docker.Processes;
using ChaosService.Host.Doctor;

namespace ChaosService.Tests.Host.Doctor;

/// <summary>A machine on which everything works, but for what a test takes away.</summary>
internal sealed class FakeMachine
{
    private readonly List<(string Part, CommandResult Result)> _answers = [];

    public Dictionary<string, string> Files { get; } = new() { ["/proc/self/status"] = "Name:\tx\nCapEff:\t000001ffffffffff\n" };

    public HashSet<string> Paths { get; } = ["/dev/loop-control", "/sys/fs/cgroup/cgroup.controllers"];

    public long FreeBytes { get; set; } = 100L << 30;

    public FakeMachine Answers(string commandPart, int exitCode, string output = "", string error = "")
    {
        _answers.Add((commandPart, new CommandResult(exitCode, output, error)));
        return this;
    }

    public async Task<DoctorResult> DiagnoseAsync(string name) =>
        (await DoctorReport.RunAsync(Build(), [], TestContext.Current.CancellationToken)).Single(r => r.Name == name);

    public Machine Build() => new((command, _) => Task.FromResult(Answer(command)), Files.GetValueOrDefault, Paths.Contains, _ => FreeBytes);

    private CommandResult Answer(Command command)
    {
        foreach (var (part, result) in _answers)
            if (command.ToString().Contains(part, StringComparison.Ordinal)) return result;
        return new CommandResult(0, "1.0\n", "");
    }
}
