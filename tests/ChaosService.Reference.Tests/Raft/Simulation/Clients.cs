namespace ChaosService.Reference.Tests.Raft.Simulation;

/// <summary>
/// The order of the log is the order of the operations: a write is its entry, a read is the prefix that it saw. That is linearizable when
/// it agrees with real time: what has ended before an operation begins is in front of it.
/// </summary>
internal sealed class Clients
{
    private readonly Dictionary<long, long> _floors = [];
    private long _completed;
    private long _lastId;

    public long Acknowledged { get; private set; }

    public long ReadsAnswered { get; private set; }

    /// <returns>The id of an operation that begins now.</returns>
    public long Begin()
    {
        _floors[++_lastId] = _completed;
        return _lastId;
    }

    public void Wrote(long id, long index)
    {
        if (!_floors.Remove(id, out var floor)) return;
        if (index <= floor)
            throw new ViolationException(
                Invariant.LinearizableWrites, $"A write became entry {index}, though {floor} had been seen before it began.");
        (Acknowledged, _completed) = (Acknowledged + 1, Math.Max(_completed, index));
    }

    public void Read(long id, long index)
    {
        if (!_floors.Remove(id, out var floor)) return;
        if (index < floor)
            throw new ViolationException(
                Invariant.LinearizableReads, $"A read saw entry {index}, though {floor} had been seen before it began.");
        (ReadsAnswered, _completed) = (ReadsAnswered + 1, Math.Max(_completed, index));
    }

    /// <summary>Nobody knows, or ever will, what became of it.</summary>
    public void Forget(long id) => _floors.Remove(id);
}
