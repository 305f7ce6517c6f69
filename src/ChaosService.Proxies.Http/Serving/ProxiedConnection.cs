using Microsoft.AspNetCore.Connections;

namespace ChaosService.Proxies.Http.Serving;

/// <summary>What a request has to know of the connection that it came by: a feature of that connection.</summary>
/// <param name="onward">Answers this client's requests: the server does, or what stands for it.</param>
internal sealed class ProxiedConnection(ConnectionContext connection, HttpMessageInvoker onward)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HttpMessageInvoker Onward => onward;

    /// <summary>Nobody has a request on it any more.</summary>
    public Task Ended => _ended.Task;

    /// <summary>The client gets a reset, and nothing of what it was not sent yet.</summary>
    public void Reset() => connection.Abort();

    /// <summary>What Kestrel does with the connection, and a note of the end.</summary>
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
