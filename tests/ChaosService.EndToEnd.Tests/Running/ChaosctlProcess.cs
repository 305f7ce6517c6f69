using System.Diagnostics;
using System.Text;
using ChaosService.Docker.Processes;

namespace ChaosService.EndToEnd.Tests.Running;

/// <summary>A chaosctl that runs while a test does something to it.</summary>
internal sealed class ChaosctlProcess : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    public ChaosctlProcess(Command command, IReadOnlyDictionary<string, string> environment)
    {
        // A test run in the background ignores SIGINT, and what it starts would inherit that. env becomes the program: the pid stays.
        var info = new ProcessStartInfo("env", ["--default-signal=INT", command.Program, .. command.Arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = command.WorkingDirectory!,
        };
        foreach (var (name, value) in command.Environment.Concat(environment)) info.Environment[name] = value;
        _process = new Process { StartInfo = info };
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Pid => _process.Id;

    public string Output
    {
        get { lock (_output) return _output.ToString(); }
    }

    /// <summary>Returns as soon as it has printed the text; fails when it ends or takes too long before.</summary>
    public Task WaitForAsync(string text) => WaitForAsync(text, mayEnd: false);

    /// <summary>What it started goes on and writes to the same place.</summary>
    public Task WaitForEvenAfterItsEndAsync(string text) => WaitForAsync(text, mayEnd: true);

    private async Task WaitForAsync(string text, bool mayEnd)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            Assert.True(mayEnd || !_process.HasExited, $"chaosctl ended before it printed '{text}':\n{Output}");
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Limit, $"chaosctl did not print '{text}':\n{Output}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary><c>KILL</c>, <c>TERM</c>, <c>INT</c>.</summary>
    public Task SignalAsync(string signal) =>
        CommandRunner.RunOrThrowAsync(new Command("kill", $"-{signal}", $"{Pid}"), CancellationToken.None);

    public async Task<int> ExitCodeAsync()
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private void Add(string? line)
    {
        lock (_output) _output.AppendLine(line);
    }
}
