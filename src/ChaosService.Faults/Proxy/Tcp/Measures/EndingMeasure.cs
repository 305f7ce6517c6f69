using ChaosService.Model.Faults;
using ChaosService.Proxies.Tcp;
using ChaosService.Proxies.Tcp.Toxics;

namespace ChaosService.Faults.Proxy.Tcp.Measures;

/// <summary>What happens to a connection, and when.</summary>
internal static class EndingMeasure
{
    /// <summary>Silence counts when it lasts this long.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(500);

    /// <summary>What a busy machine may add.</summary>
    private static readonly TimeSpan Noise = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);

    public static async Task<Proof> TakeAsync(ProbeCall call, Toxic asked, CancellationToken cancellationToken)
    {
        var lostBefore = ServersLost(call);
        var start = call.Time.GetTimestamp();
        using var probe = await call.ConnectAsync(cancellationToken);
        if (probe is null) return ProbeCall.NotLed;
        // More than comes back: the connection is read to its end, or until it has been silent for long.
        var limit = (asked.Ending?.After ?? TimeSpan.Zero) + Silence + Noise + call.Slack;
        var first = await Echo.OfAsync(probe.Socket, [7], limit, call.Time, cancellationToken);
        var rest = first.End == EchoEnd.Whole ? await Echo.OfAsync(probe.Socket, new byte[1], limit, call.Time, cancellationToken) : first;
        for (var echo = rest; echo.End == EchoEnd.Whole && call.Time.GetElapsedTime(start) < limit; rest = echo)
        {
            await Task.Delay(Pace, call.Time, cancellationToken);
            echo = await Echo.OfAsync(probe.Socket, new byte[1], limit, call.Time, cancellationToken);
        }
        var took = call.Time.GetElapsedTime(start);
        return Judge(asked, rest.End, took, first.Data.Length, ServersLost(call) - lostBefore);
    }

    /// <param name="answered">Bytes of the first question that came back.</param>
    internal static Proof Judge(Toxic asked, EchoEnd end, TimeSpan took, int answered, long serversLost) => asked switch
    {
        ResetToxic reset => new(
            end == EchoEnd.Reset && InTime(took, reset.After),
            $"asked a reset after {Words.Ms(reset.After)}, measured: {Say(end)} after {Words.Ms(took)}"),
        TimeoutToxic { After: { } after } => new(
            answered == 0 && end == EchoEnd.Closed && InTime(took, after),
            $"asked no answer and the end after {Words.Ms(after)}, measured: {answered} bytes, {Say(end)} after {Words.Ms(took)}"),
        TimeoutToxic => new(
            answered == 0 && end == EchoEnd.Silent, $"asked no answer, measured: {answered} bytes, {Say(end)} for {Words.Ms(took)}"),
        HalfOpenToxic half => new(
            end == EchoEnd.Silent && serversLost > 0,
            $"asked a server's end that goes after {Words.Ms(half.After)} unsaid, measured: the client's is {Say(end)} for "
                + $"{Words.Ms(took)}, the server's was {(serversLost > 0 ? "reset" : "kept")}"),
        _ => throw new ArgumentException($"{asked} ends no connection."),
    };

    private static bool InTime(TimeSpan took, TimeSpan asked) => took >= 0.95 * asked && took <= asked + Silence + Noise;

    private static string Say(EchoEnd end) => end switch { EchoEnd.Whole => "answered", var e => e.ToString().ToLowerInvariant() };

    private static long ServersLost(ProbeCall call) => (call.Gate.Proxy as TcpProxy)?.ServersLost ?? 0;
}
