namespace ChaosService.Reference.Host.Consensus;

/// <summary>A group's replicated state. Only the driver calls it, one call at a time; it must synchronize with readers itself.</summary>
internal interface IStateMachine
{
    /// <returns>The result for the proposer.</returns>
    object? Apply(ReadOnlyMemory<byte> command);

    /// <summary>Captures the current state.</summary>
    /// <returns>Encodes it, on any thread. Null when it cannot be saved: then the log keeps everything.</returns>
    Func<Task<byte[]>>? Save();

    void Restore(ReadOnlyMemory<byte> data);
}
