using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using ChaosService.Contracts;
using ChaosService.Engine.Recovery;
using ChaosService.Engine.Store.Notifications;
using ChaosService.Model.Runs;
using ChaosService.Service.Notifications.Delivery;
using ChaosService.Service.Notifications.Events;
using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Notifications.Publishing;

/// <summary>
/// Notifies of what could not be reverted: at once by the run, and by recovery. Once for each entry of the journal, until the
/// reason changes; and again when it is gone from the journal after all.
/// </summary>
internal sealed class StuckFaults(
    Notifier notifier, EventFactory events, NotificationOutbox outbox, IFaultJournal journal, IRunStore store, ILogger<StuckFaults> log)
{
    private readonly Lock _gate = new();
    private Dictionary<(string Run, string Id), Told>? _told;

    /// <summary>Reported by the run itself, at this moment.</summary>
    public void NotReverted(StoredRun run, NotifiedFault fault)
    {
        _ = notifier.PublishAsync(events.FaultNotReverted(run, fault, ""));
        lock (_gate) All()[(fault.RunId, fault.Id)] = new Told(fault, null);
    }

    /// <summary>What was left was tried again.</summary>
    public void Swept(IReadOnlyList<LeftoverResult> results)
    {
        try
        {
            lock (_gate)
            {
                foreach (var (entry, error) in results)
                    if (error is not null) Failed(entry, error);
                if (All().Count > 0) Resolve();
            }
        }
        catch (DbException e)
        {
            // The next sweep looks again.
            log.OutboxNotRead(e.Message);
        }
    }

    private void Failed(JournalEntry entry, string error)
    {
        var (key, mark) = ((entry.RunId, entry.Id), Mark(error));
        var known = All().GetValueOrDefault(key);
        var fault = (known?.Fault ?? new NotifiedFault(entry.Id, entry.RunId, entry.Recipe.Kind, [])) with { Reason = error };
        All()[key] = new Told(fault, mark);
        // Recovery says the same in other words than the run did, which is no other reason.
        if (known is null) Publish(events.FaultNotReverted(store.Find(entry.RunId), fault, ""));
        else if (known.Mark is { } last && last != mark) Publish(events.FaultNotReverted(store.Find(entry.RunId), fault, mark));
    }

    private void Resolve()
    {
        var open = journal.Entries().Select(e => (e.RunId, e.Id.Text)).ToHashSet();
        foreach (var (key, told) in All().Where(t => !open.Contains(t.Key)).ToList())
        {
            All().Remove(key);
            Publish(events.FaultResolved(store.Find(key.Run), told.Fault with { Reason = null }));
        }
    }

    private void Publish(Notification e) => _ = notifier.PublishAsync(e);

    /// <summary>
    /// Includes those that an earlier process of the service reported: their resolution has the same id, so it is sent only once.
    /// </summary>
    private Dictionary<(string Run, string Id), Told> All()
    {
        if (_told is not null) return _told;
        var told = new Dictionary<(string, string), Told>();
        foreach (var document in outbox.Documents(EventTypes.FaultNotReverted))
            if (Notification.Of(document).Data.Fault is { } fault) told[(fault.RunId, fault.Id)] = new Told(fault, null);
        return _told = told;
    }

    /// <summary>Process ids and durations in a reason do not make it another one.</summary>
    private static string Mark(string reason) =>
        "-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes([.. reason.Where(c => !char.IsAsciiDigit(c))])))[..8];

    /// <param name="Mark">Of the reason that recovery gave last; null when it was not asked yet.</param>
    private sealed record Told(NotifiedFault Fault, string? Mark);
}
