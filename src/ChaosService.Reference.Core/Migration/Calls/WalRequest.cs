namespace ChaosService.Reference.Core.Migration.Calls;

/// <summary>A target has the first records on its disk, and asks its source for those after them.</summary>
/// <param name="After">How many it has.</param>
internal sealed record WalRequest(ulong Move, uint From, uint To, long After);
