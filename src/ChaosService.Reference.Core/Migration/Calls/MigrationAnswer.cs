namespace ChaosService.Reference.Core.Migration.Calls;

/// <param name="Error">Why not; null when it is done.</param>
internal sealed record MigrationAnswer(MigrationCall Call, string? Error);
