using System.Collections.Concurrent;
using System.Net.Sockets;
using ChaosService.Faults.Network.Namespaces;

namespace ChaosService.Faults.Proxy.Listening;

/// <summary>
/// Makes sockets inside a node's network, on one thread that stays there: a thread for each would cost more than a connection. A socket
/// stays inside, whoever uses it.
/// </summary>
internal sealed class SocketMaker : IDisposable
{
    private readonly BlockingCollection<(Func<Socket> Make, TaskCompletionSource<Socket> Made)> _asked = new(boundedCapacity: 4096);

    /// <summary>Returns when the thread is inside; throws when it cannot get there.</summary>
    public static async Task<SocketMaker> StartAsync(int pid)
    {
        var maker = new SocketMaker();
        var inside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = NetworkNamespace.RunAsync(pid, () => maker.Work(inside));
        await await Task.WhenAny(inside.Task, work);
        return maker;
    }

    public Task<Socket> MakeAsync(Func<Socket> make, CancellationToken cancellationToken)
    {
        var made = new TaskCompletionSource<Socket>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _asked.Add((make, made), cancellationToken);
        }
        catch (InvalidOperationException)
        {
            // The proxy is being closed.
            made.SetCanceled(cancellationToken);
        }
        return made.Task;
    }

    /// <summary>The thread makes what was asked for before, and ends.</summary>
    public void Dispose() => _asked.CompleteAdding();

    private bool Work(TaskCompletionSource inside)
    {
        inside.SetResult();
        foreach (var (make, made) in _asked.GetConsumingEnumerable())
        {
            try
            {
                made.SetResult(make());
            }
            catch (SocketException e)
            {
                made.SetException(e);
            }
        }
        _asked.Dispose();
        return true;
    }
}
