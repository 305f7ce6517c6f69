namespace ChaosService.Reference.Host.Consensus;

/// <summary>What a group agrees on. Called by the driver alone, one call at a time; who reads it meanwhile is its own affair.</summary>
internal interface IStateMachine
{
    /// <returns>What whoever proposed the command is told.</returns>
    object? Apply(ReadOnlyMemory<byte> command);

    /// <summary>Takes the state as it is now.</summary>
    /// <returns>Makes bytes of it, on whatever thread. Null when it cannot be saved: then the log keeps everything.</returns>
    Func<Task<byte[]>>? Save();

    void Restore(ReadOnlyMemory<byte> data);
}
