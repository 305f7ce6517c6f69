using System.Diagnostics;

namespace ChaosService.MerkleKv.Tests.Running;

/// <summary>The program as it is started in production.</summary>
internal sealed class NodeProcess : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    public NodeProcess(params string[] arguments)
    {
        _process = Process.Start(
            new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "chaos-merklekv"), arguments) { RedirectStandardOutput = true })!;
    }

    /// <summary>Waits for its end.</summary>
    public async Task<(int Code, string Output)> EndAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        var output = await _process.StandardOutput.ReadToEndAsync(limit.Token);
        await _process.WaitForExitAsync(limit.Token);
        return (_process.ExitCode, output);
    }

    /// <summary>As a container's stop does.</summary>
    public void Terminate() => Process.Start("kill", ["-TERM", $"{_process.Id}"]).WaitForExit();

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
