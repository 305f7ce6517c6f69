namespace ChaosService.Reference.Host.Api;

/// <summary>What a query is asked with, in the body or in the address.</summary>
internal sealed record QueryBody(string? Db, string? Q, string? Format);
