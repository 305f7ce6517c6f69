using System.Data.Common;
using System.Globalization;
using ChaosService.Engine.Journal;

namespace ChaosService.Engine.Store.Notifications;

/// <summary>
/// Notifications and their receivers, written before they are sent, so that the end of the process loses none of them. Every write
/// completes when it would survive a power cut, and takes effect in the order of the calls. Thread-safe.
/// </summary>
public sealed class NotificationOutbox(StateDatabase database)
{
    private const string Columns = "seq, event_id, receiver, type, urgent, document, state, attempts, since, changed_at, reason";

    /// <summary>An event that the receiver already has, or that is queued for it, is ignored.</summary>
    public Task AddAsync(OutboxItem item) => database.Grouped.ExecuteAsync(
        """
        INSERT INTO notification (event_id, receiver, type, urgent, document, state, attempts, since, changed_at, reason)
        VALUES ($event, $receiver, $type, $urgent, $document, $state, $attempts, $since, $changed, $reason)
        ON CONFLICT (event_id, receiver) DO NOTHING
        """,
        ("$event", item.EventId), ("$receiver", item.Receiver), ("$type", item.Type), ("$urgent", item.Urgent ? 1 : 0),
        ("$document", item.Document), ("$state", item.State.ToString()), ("$attempts", item.Attempts), ("$since", Write(item.Since)),
        ("$changed", Write(item.ChangedAt)), ("$reason", item.Reason ?? (object)DBNull.Value));

    /// <summary>The next one to send; null when there is none.</summary>
    public OutboxItem? Next(string receiver, bool urgent, long after) => Query(
        "receiver = $receiver AND state = 'Waiting' AND urgent = $urgent AND seq > $after ORDER BY seq", 1,
        ("$receiver", receiver), ("$urgent", urgent ? 1 : 0), ("$after", after)).SingleOrDefault();

    /// <summary>Writes state, attempts, time and reason.</summary>
    public Task UpdateAsync(OutboxItem item) => database.Grouped.ExecuteAsync(
        "UPDATE notification SET state = $state, attempts = $attempts, changed_at = $changed, reason = $reason WHERE seq = $seq",
        ("$state", item.State.ToString()), ("$attempts", item.Attempts), ("$changed", Write(item.ChangedAt)),
        ("$reason", item.Reason ?? (object)DBNull.Value), ("$seq", item.Seq));

    /// <summary>Puts a dead letter at the end of the queue, as if it had just happened.</summary>
    public Task ResendAsync(long seq, DateTimeOffset now) => database.Grouped.ExecuteAsync(
        """
        UPDATE notification SET state = 'Waiting', attempts = 0, reason = NULL, since = $now, changed_at = $now,
            seq = (SELECT MAX(seq) + 1 FROM notification)
        WHERE seq = $seq AND state = 'Dead'
        """,
        ("$now", Write(now)), ("$seq", seq));

    /// <summary>Deletes a dead letter.</summary>
    public Task DeleteAsync(long seq) =>
        database.Grouped.ExecuteAsync("DELETE FROM notification WHERE seq = $seq AND state = 'Dead'", ("$seq", seq));

    public OutboxItem? Find(long seq) => Query("seq = $seq", 1, ("$seq", seq)).SingleOrDefault();

    /// <summary>The newest first.</summary>
    /// <param name="receiver">Null: of all.</param>
    /// <param name="state">Null: in any.</param>
    public IReadOnlyList<OutboxItem> List(string? receiver, DeliveryState? state, int limit) => Query(
        "($receiver IS NULL OR receiver = $receiver) AND ($state IS NULL OR state = $state) ORDER BY seq DESC", limit,
        ("$receiver", receiver ?? (object)DBNull.Value), ("$state", state?.ToString() ?? (object)DBNull.Value));

    /// <summary>The documents of all events of a type that are still there, once each, the oldest first.</summary>
    public IReadOnlyList<string> Documents(string type) =>
        [.. Query("type = $type ORDER BY seq", -1, ("$type", type)).DistinctBy(i => i.EventId).Select(i => i.Document)];

    public int Count(string receiver, DeliveryState state) => (int)database.Query(
        "SELECT COUNT(*) FROM notification WHERE receiver = $receiver AND state = $state", row => row.GetInt64(0), ("$receiver", receiver),
        ("$state", state.ToString())).Single();

    /// <summary>Drops the oldest waiting events beyond a limit.</summary>
    public Task GiveUpAsync(string receiver, int waitingMax, string reason, DateTimeOffset now) => database.Grouped.ExecuteAsync(
        """
        UPDATE notification SET state = 'Dead', reason = $reason, changed_at = $now
        WHERE receiver = $receiver AND state = 'Waiting' AND urgent = 0 AND seq <= (
            SELECT seq FROM notification WHERE receiver = $receiver AND state = 'Waiting' AND urgent = 0
            ORDER BY seq DESC LIMIT 1 OFFSET $max)
        """,
        ("$reason", reason), ("$now", Write(now)), ("$receiver", receiver), ("$max", waitingMax));

    /// <summary>Deletes the oldest delivered or dead events beyond a limit.</summary>
    public Task ForgetAsync(string receiver, DeliveryState state, int max) => database.Grouped.ExecuteAsync(
        """
        DELETE FROM notification WHERE receiver = $receiver AND state = $state
        AND seq <= (SELECT seq FROM notification WHERE receiver = $receiver AND state = $state ORDER BY seq DESC LIMIT 1 OFFSET $max)
        """,
        ("$receiver", receiver), ("$state", state.ToString()), ("$max", max));

    /// <summary>Records that the end of a run must be notified, even if this process ends before it knows of that end.</summary>
    public Task PromiseAsync(string runId) =>
        database.Grouped.ExecuteAsync("INSERT INTO notification_promise VALUES ($run) ON CONFLICT (run_id) DO NOTHING", ("$run", runId));

    /// <summary>The notification of the run's end exists.</summary>
    public Task KeepPromiseAsync(string runId) =>
        database.Grouped.ExecuteAsync("DELETE FROM notification_promise WHERE run_id = $run", ("$run", runId));

    public IReadOnlyList<string> Promises() => database.Query("SELECT run_id FROM notification_promise", row => row.GetString(0));

    private List<OutboxItem> Query(string condition, int limit, params ReadOnlySpan<(string Name, object Value)> parameters) =>
        database.Query($"SELECT {Columns} FROM notification WHERE {condition} LIMIT $limit", Read, [.. parameters, ("$limit", limit)]);

    private static OutboxItem Read(DbDataReader row) => new()
    {
        Seq = row.GetInt64(0),
        EventId = row.GetString(1),
        Receiver = row.GetString(2),
        Type = row.GetString(3),
        Urgent = row.GetInt32(4) == 1,
        Document = row.GetString(5),
        State = Enum.Parse<DeliveryState>(row.GetString(6)),
        Attempts = row.GetInt32(7),
        Since = DateTimeOffset.Parse(row.GetString(8), CultureInfo.InvariantCulture),
        ChangedAt = DateTimeOffset.Parse(row.GetString(9), CultureInfo.InvariantCulture),
        Reason = row.IsDBNull(10) ? null : row.GetString(10),
    };

    private static string Write(DateTimeOffset time) => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
}
