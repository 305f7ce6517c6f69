using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ChaosService.Host.Serving;

/// <summary>Tells systemd how far we are, for units of <c>Type=notify</c> (sd_notify(3)). Says nothing where nobody listens.</summary>
/// <param name="socket">A path, or with a leading @ a name in the abstract namespace; null: not started by systemd.</param>
/// <param name="watchdog">After this long without a sign of life systemd ends us; null: never.</param>
internal sealed class Systemd(string? socket, TimeSpan? watchdog)
{
    /// <summary>As the environment of this process says.</summary>
    public static Systemd Here { get; } = Of(Environment.GetEnvironmentVariable, Environment.ProcessId);

    public static Systemd Of(Func<string, string?> variable, int pid)
    {
        // A process that systemd's own process starts inherits the variables, which are not meant for it.
        var ours = variable("WATCHDOG_PID") is not { Length: > 0 } owner || owner == pid.ToString(CultureInfo.InvariantCulture);
        TimeSpan? limit =
            ours && long.TryParse(variable("WATCHDOG_USEC"), CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;
        return new Systemd(variable("NOTIFY_SOCKET") is { Length: > 0 } path ? path : null, limit);
    }

    public void Ready(string status) => Notify($"READY=1\nSTATUS={status}");

    /// <param name="limit">How long ending may take: systemd then waits at least as long.</param>
    public void Stopping(string status, TimeSpan limit) =>
        Notify(
            string.Create(CultureInfo.InvariantCulture, $"STOPPING=1\nEXTEND_TIMEOUT_USEC={limit.TotalMicroseconds:0}\nSTATUS={status}"));

    /// <summary>Signs of life until stopped, twice within the limit.</summary>
    /// <param name="proveLife">Returns when what matters still moves; one that never returns is a service to be started again.</param>
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
            // The service ends: no more signs are due.
        }
    }

    private void Notify(string state)
    {
        if (socket is null) return;
        // The abstract namespace is written as a zero byte in the system call.
        var endpoint = new UnixDomainSocketEndPoint(socket[0] == '@' ? '\0' + socket[1..] : socket);
        try
        {
            using var sender = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            sender.SendTo(Encoding.UTF8.GetBytes(state), endpoint);
        }
        catch (SocketException)
        {
            // Nobody listens there any more, as in a shell that inherited the variable: running does not depend on being heard.
        }
    }
}
