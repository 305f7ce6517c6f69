using ChaosService.Docker.Processes;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Telemetry.Metrics.Real;

/// <summary>A program of the distribution that serves on a free port of the loopback until the test is over.</summary>
internal sealed class RealProgram : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("chaosservice-test-");
    private Task<CommandResult> _running = Task.FromResult(new CommandResult(0, "", ""));

    public HttpClient Http { get; } = new() { Timeout = Wait.Limit };

    /// <param name="files">Written into the directory in which it works.</param>
    /// <param name="arguments">Of the address at which it shall listen.</param>
    /// <param name="ready">Answers 200 once it serves.</param>
    public static async Task<RealProgram> StartAsync(
        string program, IReadOnlyDictionary<string, string> files, Func<string, string[]> arguments, string ready)
    {
        var result = new RealProgram();
        foreach (var (name, text) in files) await File.WriteAllTextAsync(Path.Combine(result._directory.FullName, name), text);
        var address = $"127.0.0.1:{FreePort.Next()}";
        result.Http.BaseAddress = new Uri($"http://{address}");
        result._running = CommandRunner.RunAsync(
            new Command(program, arguments(address)) { WorkingDirectory = result._directory.FullName, Timeout = TimeSpan.FromMinutes(5) },
            result._stop.Token);
        var started = TimeProvider.System.GetTimestamp();
        while (!await result.AnswersAsync(ready))
        {
            if (result._running.IsCompleted) Assert.Fail($"{program} ended: {(await result._running).Error}");
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Wait.Limit, $"{program} does not answer");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
        return result;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await ((Task)_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Http.Dispose();
        _stop.Dispose();
        _directory.Delete(recursive: true);
    }

    private async Task<bool> AnswersAsync(string path)
    {
        try
        {
            using var answer = await Http.GetAsync(path);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
