using System.Collections.Concurrent;

namespace ChaosService.Engine.Running.Requests;

/// <summary>Lets a caller end one fault of a run before its time; the run goes on. Thread-safe.</summary>
public sealed class RunControl
{
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _held = new(StringComparer.Ordinal);

    /// <summary>Asks for the fault's revert and returns at once. False when it is not active.</summary>
    public bool EndFault(string id)
    {
        if (!_held.TryGetValue(id, out var hold)) return false;
        try
        {
            hold.Cancel();
            return true;
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself between the two lines.
            return false;
        }
    }

    /// <summary>A token that is cancelled when the fault must end.</summary>
    internal FaultHold Hold(string id, CancellationToken stop, CancellationToken enough = default)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(stop, enough);
        _held[id] = source;
        return new FaultHold(source, () => _held.TryRemove(id, out _));
    }
}

/// <summary>The time during which a fault is active.</summary>
internal sealed class FaultHold(CancellationTokenSource source, Action release) : IDisposable
{
    public CancellationToken Token { get; } = source.Token;

    public void Dispose()
    {
        release();
        source.Dispose();
    }
}
