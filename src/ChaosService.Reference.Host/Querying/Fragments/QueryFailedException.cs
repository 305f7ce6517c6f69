namespace ChaosService.Reference.Host.Querying.Fragments;

/// <summary>A query that has no answer, with what the client is told.</summary>
/// <param name="status">Of HTTP.</param>
internal sealed class QueryFailedException(int status, string message) : Exception(message)
{
    public int Status => status;
}
