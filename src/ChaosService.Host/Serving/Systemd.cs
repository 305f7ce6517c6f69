using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ChaosService.Host.Serving;

/// <summary>Reports our state to systemd, for units of <c>Type=notify</c> (sd_notify(3)). Does nothing without systemd.</summary>
/// <param name="socket">A path, or with a leading @ a name in the abstract namespace; null: not started by systemd.</param>
/// <param name="watchdog">Without a notification for this long systemd kills us; null: never.</param>
internal sealed class Systemd(string? socket, TimeSpan? watchdog)
{
    /// <summary>According to the environment of this process.</summary>
    public static Systemd Here { get; } = Of(Environment.GetEnvironmentVariable, Environment.ProcessId);

    public static Systemd Of(Func<string, string?> variable, int pid)
    {
        // A child process inherits the variables, but they are meant for its parent.
        var ours = variable("WATCHDOG_PID") is not { Length: > 0 } owner || owner == pid.ToString(CultureInfo.InvariantCulture);
        TimeSpan? limit =
            ours && long.TryParse(variable("WATCHDOG_USEC"), CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;
        return new Systemd(variable("NOTIFY_SOCKET") is { Length: > 0 } path ? path : null, limit);
    }

    public void Ready(string status) => Notify($"READY=1\nSTATUS={status}");

    /// <param name="limit">The longest duration of the stop: systemd then waits at least as long.</param>
    public void Stopping(string status, TimeSpan limit) =>
        Notify(
            string.Create(CultureInfo.InvariantCulture, $"STOPPING=1\nEXTEND_TIMEOUT_USEC={limit.TotalMicroseconds:0}\nSTATUS={status}"));

    /// <summary>Sends watchdog notifications until stopped, twice within the limit.</summary>
    /// <param name="proveLife">Returns when the essential parts make progress; if it never returns, the service must be restarted.</param>
    public async Task BeatAsync(Action proveLife, TimeProvider time, CancellationToken stop)
    {
        if (watchdog is not { } limit) return;
        using var timer = new PeriodicTimer(limit / 2, time);
        try
        {
            do
            {
                proveLife();
                Notify("WATCHDOG=1");
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException)
        {
            // The service ends: no more notifications are due.
        }
    }

    private void Notify(string state)
    {
        if (socket is null) return;
        // In the system call, the abstract namespace is written as a zero byte.
        var endpoint = new UnixDomainSocketEndPoint(socket[0] == '@' ? '\0' + socket[1..] : socket);
        try
        {
            using var sender = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            sender.SendTo(Encoding.UTF8.GetBytes(state), endpoint);
        }
        catch (SocketException)
        {
            // The socket has no reader any more, as in a shell that inherited the variable: the service works without one.
        }
    }
}
