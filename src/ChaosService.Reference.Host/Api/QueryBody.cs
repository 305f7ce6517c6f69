namespace ChaosService.Reference.Host.Api;

/// <summary>The parameters of a query, in the body or in the URL.</summary>
internal sealed record QueryBody(string? Db, string? Q, string? Format);
