using System.Collections.Concurrent;

namespace ChaosService.MerkleKv.Observing;

/// <summary>The connections that are open.</summary>
internal sealed class ClientList(TimeProvider time)
{
    private readonly ConcurrentDictionary<long, ClientInfo> _clients = new();
    private long _last;

    public int Count => _clients.Count;

    public IEnumerable<ClientInfo> All => _clients.Values.OrderBy(c => c.Id);

    public ClientInfo Add(string address)
    {
        var client = new ClientInfo(Interlocked.Increment(ref _last), address, time.GetUtcNow());
        _clients[client.Id] = client;
        return client;
    }

    public void Remove(ClientInfo client) => _clients.TryRemove(client.Id, out _);
}
