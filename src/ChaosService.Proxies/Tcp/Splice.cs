using System.Net.Sockets;
using ChaosService.Proxies.Tcp.Lanes;

namespace ChaosService.Proxies.Tcp;

/// <summary>
/// One connection of two halves: one lane per direction. An end that stops sending may still receive (a half-close); an error in one half
/// resets the other.
/// </summary>
internal sealed class Splice(Socket client, Socket server, Lane inward, Lane outward, Ending? ending, TimeProvider time)
{
    /// <summary>When one half is cut, data in transit in the other one still arrives.</summary>
    private static readonly TimeSpan CutGrace = TimeSpan.FromMilliseconds(200);

    public async Task RunAsync(CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task<LaneEnd>[] lanes = [CarryAsync(client, server, inward, over.Token), CarryAsync(server, client, outward, over.Token)];
        var kind = await EndAsync(lanes, over.Token);
        // A lane that is still running ends before its sockets do.
        await over.CancelAsync();
        await Task.WhenAll(lanes);
        switch (stop.IsCancellationRequested ? EndingKind.Reset : kind)
        {
            case EndingKind.Close:
                client.Dispose();
                server.Dispose();
                break;
            case EndingKind.HalfOpen:
                server.Reset();
                await SwallowAsync(stop);
                client.Reset();
                break;
            default:
                client.Reset();
                server.Reset();
                break;
        }
    }

    /// <summary>Returns when the connection must end, and how.</summary>
    private async Task<EndingKind> EndAsync(IEnumerable<Task<LaneEnd>> lanes, CancellationToken over)
    {
        var open = lanes.ToList<Task>();
        var alarm = ending is null ? null : Task.Delay(ending.After, time, over);
        if (alarm is not null) open.Add(alarm);
        while (open.Any(t => t != alarm))
        {
            var first = await Task.WhenAny(open);
            open.Remove(first);
            if (first == alarm) return alarm.IsCanceled ? EndingKind.Reset : ending?.Kind ?? EndingKind.Close;
            var end = await (Task<LaneEnd>)first;
            if (end == LaneEnd.Broken) return EndingKind.Reset;
            if (end == LaneEnd.Cut && alarm is null) open.Add(alarm = Task.Delay(CutGrace, time, over));
        }
        return EndingKind.Close;
    }

    private static async Task<LaneEnd> CarryAsync(Socket from, Socket to, Lane lane, CancellationToken over)
    {
        try
        {
            var end = await lane.RunAsync(from, to, over);
            to.EndSending();
            return end;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return LaneEnd.Broken;
        }
    }

    /// <summary>A client that was not notified continues to send.</summary>
    private async Task SwallowAsync(CancellationToken stop)
    {
        var nowhere = new byte[4096];
        try
        {
            while (await client.ReceiveAsync(nowhere, SocketFlags.None, stop) > 0) { }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // It gave up, or the fault is over: the connection ends in either case.
        }
    }
}
