using System.Data.Common;
using ChaosService.Engine.Store.Sql;

namespace ChaosService.Engine.Journal;

/// <summary>
/// The heartbeat of this process in the journal: as long as it has entries, it writes every few seconds until when it is to
/// be considered alive. A process that hangs or is stopped has a pid but reverts nothing; its lease shows that to others.
/// </summary>
/// <remarks>
/// On the machine's monotonic clock, which all its processes share: a wall clock that is set must not end a lease. Another start of the
/// machine ends all of them.
/// </remarks>
internal sealed class OwnLease(Database database, TimeProvider time)
{
    private static readonly TimeSpan Renewal = Leases.Length / 3;

    private readonly Lock _gate = new();
    private ITimer? _renewing;

    /// <summary>Returns when the lease is as durable as what it is for.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            Renew();
            _renewing ??= time.CreateTimer(_ => TryRenew(), null, Renewal, Renewal);
        }
    }

    /// <summary>This process has no more journal entries.</summary>
    public void End()
    {
        lock (_gate)
        {
            _renewing?.Dispose();
            _renewing = null;
        }
    }

    private void Renew() => database.Write(
        "INSERT OR REPLACE INTO owner_lease VALUES (@pid, @ticks, @boot, @until)", ("@pid", Processes.Current.Pid),
        ("@ticks", Processes.Current.StartTicks), ("@boot", Processes.Boot),
        ("@until", Leases.Now(time) + (long)Leases.Length.TotalMilliseconds));

    private void TryRenew()
    {
        try
        {
            Renew();
        }
        catch (DbException)
        {
            // The next turn tries again. When none succeeds in time, others take back what we cannot show to be watched over.
        }
    }
}

/// <summary>How long a process is considered alive after its last heartbeat.</summary>
public static class Leases
{
    /// <summary>30 s: longer than any pause of a garbage collector or a busy disk.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(30);

    /// <summary>Ms on the machine's monotonic clock.</summary>
    internal static long Now(TimeProvider time) => (long)(time.GetTimestamp() * 1000.0 / time.TimestampFrequency);
}
