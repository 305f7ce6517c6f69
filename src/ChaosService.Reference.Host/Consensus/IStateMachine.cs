namespace ChaosService.Reference.Host.Consensus;

/// <summary>What a group agrees on. Called by the driver alone, one call at a time; who reads it meanwhile is its own affair.</summary>
internal interface IStateMachine
{
    /// <returns>What whoever proposed the command is told.</returns>
    object? Apply(ReadOnlyMemory<byte> command);

    /// <returns>Null when it cannot be saved: then the log keeps everything.</returns>
    ReadOnlyMemory<byte>? Save();

    void Restore(ReadOnlyMemory<byte> data);
}
