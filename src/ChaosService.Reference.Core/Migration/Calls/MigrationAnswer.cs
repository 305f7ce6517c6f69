namespace ChaosService.Reference.Core.Migration.Calls;

/// <param name="Error">The reason of the failure; null on success.</param>
internal sealed record MigrationAnswer(MigrationCall Call, string? Error);
