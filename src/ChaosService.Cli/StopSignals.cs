using System.Runtime.InteropServices;
using ChaosService.Cli.Console;

namespace ChaosService.Cli;

/// <summary>SIGINT, SIGTERM and SIGHUP request a stop; the process ends on its own once everything is reverted.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations;

    public StopSignals() =>
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(
            s => PosixSignalRegistration.Create(s, OnSignal))];

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_source.IsCancellationRequested)
        {
            // A closing terminal sends the signal twice, and can no longer display anything.
            ErrorOutput.TryLine("chaosctl: still reverting; only `kill -9` is faster, and `chaosctl faults revert` then has to finish it");
            return;
        }
        _source.Cancel();
    }
}
