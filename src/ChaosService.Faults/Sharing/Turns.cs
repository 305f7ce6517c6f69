using System.Collections.Concurrent;

namespace ChaosService.Faults.Sharing;

/// <summary>Changes to one thing take turns; changes to different ones do not wait for each other.</summary>
internal sealed class Turns
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);

    public async Task TakeAsync(string of, Func<Task> change, CancellationToken cancellationToken)
    {
        var turn = _turns.GetOrAdd(of, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellationToken);
        try
        {
            await change();
        }
        finally
        {
            turn.Release();
        }
    }
}
