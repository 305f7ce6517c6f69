using System.Net.Sockets;
using ChaosService.Faults.Network.Namespaces;

namespace ChaosService.Faults.Network.Links;

/// <summary>Measures links by connecting. Being refused is an answer, too: the packet went there and back.</summary>
internal sealed class LinkProbe(TimeProvider time)
{
    /// <summary>How long an answer may take before it counts as none.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);

    /// <summary>How long an answer took, a refusal as well; null: none within the limit.</summary>
    public async Task<TimeSpan?> ConnectAsync(Link link, TimeSpan limit, CancellationToken cancellationToken) =>
        (await AskAsync(link, limit, cancellationToken))?.Took;

    /// <summary>Null: no answer within the limit.</summary>
    public async Task<LinkAnswer?> AskAsync(Link link, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var socket = await OpenAsync(link);
        if (socket is null) return null;
        using var patience = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var start = time.GetTimestamp();
        try
        {
            await socket.ConnectAsync(link.Address, either.Token);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return new(time.GetElapsedTime(start), Refused: true);
        }
        catch (SocketException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        return new(time.GetElapsedTime(start), Refused: false);
    }

    /// <summary>
    /// Connects at a steady pace, whether or not the last one was answered: a slow link is not asked less often. Null: no answer at all.
    /// </summary>
    public async Task<LinkTimes?> SampleAsync(Link link, int count, TimeSpan limit, CancellationToken cancellationToken)
    {
        var asked = new List<Task<LinkAnswer?>>();
        for (var i = 0; i < count; i++)
        {
            if (i > 0) await Task.Delay(Pace, time, cancellationToken);
            asked.Add(AskAsync(link, limit, cancellationToken));
        }
        LinkAnswer[] answered = [.. (await Task.WhenAll(asked)).OfType<LinkAnswer>().OrderBy(a => a.Took)];
        return answered.Length == 0 ? null : new([.. answered.Select(a => a.Took)]) { AllRefused = answered.All(a => a.Refused) };
    }

    /// <summary>Null when the node went away.</summary>
    public static async Task<Socket?> OpenAsync(Link link)
    {
        Socket Create() => new(link.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (link.FromPid == 0) return Create();
        try
        {
            return await NetworkNamespace.RunAsync(link.FromPid, () => Create().Marked());
        }
        catch (Exception e) when (e is IOException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
