namespace ChaosService.Reference.Core.Migration.Calls;

/// <summary>A target has the first records on its disk, and requests the next ones from its source.</summary>
/// <param name="After">How many records it has.</param>
internal sealed record WalRequest(ulong Move, uint From, uint To, long After);
