using System.Net.Sockets;

namespace ChaosService.Proxies;

internal static class DialExtensions
{
    /// <summary>Null: no connection is possible, or it was stopped.</summary>
    public static async Task<Socket?> TryAsync(this Dial dial, CancellationToken stop)
    {
        try
        {
            return await dial(stop);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return null;
        }
    }
}
