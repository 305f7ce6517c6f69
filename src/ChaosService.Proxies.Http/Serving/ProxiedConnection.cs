using Microsoft.AspNetCore.Connections;

namespace ChaosService.Proxies.Http.Serving;

/// <summary>What a request needs from its connection: a feature of that connection.</summary>
/// <param name="onward">Answers this client's requests: the server, or its replacement.</param>
internal sealed class ProxiedConnection(ConnectionContext connection, HttpMessageInvoker onward)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HttpMessageInvoker Onward => onward;

    /// <summary>Completes when no request uses it any more.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Resets the client, and discards what it was not sent yet.</summary>
    public void Reset() => connection.Abort();

    /// <summary>Runs Kestrel's handling of the connection, and signals its end.</summary>
    public async Task RunAsync(ConnectionDelegate serve)
    {
        try
        {
            await serve(connection);
        }
        finally
        {
            _ended.TrySetResult();
        }
    }
}
