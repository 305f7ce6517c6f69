namespace ChaosService.Reference.Host.Querying.Fragments;

/// <summary>A query without an answer, with the error for the client.</summary>
/// <param name="status">HTTP status.</param>
internal sealed class QueryFailedException(int status, string message) : Exception(message)
{
    public int Status => status;
}
