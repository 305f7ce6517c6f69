using System.Collections.Concurrent;
using ChaosService.Model.Workloads;

namespace ChaosService.Tests.Workloads;

/// <summary>
/// Answers as a function of process, operation and how many ops came before; remembers which processes were opened and closed.
/// </summary>
internal sealed class FakeDatabase(Func<int, Operation, int, ValueTask<OpResult>> answer) : IDatabase
{
    private int _ops;

    public ConcurrentQueue<int> Opened { get; } = new();

    public ConcurrentQueue<int> Closed { get; } = new();

    public IDatabaseClient Open(int process)
    {
        Opened.Enqueue(process);
        return new Client(this, process);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Client(FakeDatabase database, int process) : IDatabaseClient
    {
        public ValueTask<OpResult> InvokeAsync(Operation operation, CancellationToken cancellationToken) =>
            database.Answer(process, operation);

        public ValueTask DisposeAsync()
        {
            database.Closed.Enqueue(process);
            return ValueTask.CompletedTask;
        }
    }

    private ValueTask<OpResult> Answer(int process, Operation operation) => answer(process, operation, Interlocked.Increment(ref _ops) - 1);
}
