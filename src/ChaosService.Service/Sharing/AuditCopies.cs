using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using ChaosService.Engine.Store.Postgres;
using ChaosService.Service.Audit;
using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Sharing;

/// <summary>
/// Copies this machine's audit log into the shared one. The file is the record: it is written when the store is gone, and
/// nobody waits for the copy. Thread-safe.
/// </summary>
internal sealed class AuditCopies(SharedAudit shared, ILogger<AuditCopies> log)
{
    /// <summary>Beyond this many waiting entries, new ones stay only in the file.</summary>
    private const int PendingMax = 10_000;

    private readonly ConcurrentQueue<AuditEntry> _pending = new();
    private long _dropped;

    public void Add(AuditEntry entry)
    {
        if (_pending.Count < PendingMax) _pending.Enqueue(entry);
        else if (Interlocked.Increment(ref _dropped) == 1) log.AuditNotCopied(PendingMax);
    }

    /// <summary>By one caller at a time.</summary>
    public void Write()
    {
        while (_pending.TryPeek(out var entry))
        {
            Write(shared, entry);
            _pending.TryDequeue(out _);
        }
        Interlocked.Exchange(ref _dropped, 0);
    }

    public static void Write(SharedAudit shared, AuditEntry entry) =>
        shared.Append(entry.At.ToString("O", CultureInfo.InvariantCulture), Encoding.UTF8.GetString(entry.ToLine()).TrimEnd('\n'));

    /// <summary>The newest of all instances, oldest first.</summary>
    public static IEnumerable<AuditEntry> Last(SharedAudit shared, int count) =>
        shared.Last(count).Select(l => AuditEntry.Parse(l.Line) with { Instance = l.Instance });
}
