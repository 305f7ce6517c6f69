using ChaosService.Engine.Store.Notifications;
using ChaosService.Service.Notifications.Events;

namespace ChaosService.Service.Notifications.Delivery;

/// <summary>One event on its way to one receiver.</summary>
/// <param name="expiresAt">By the lane's stopwatch: it is not retried after that.</param>
internal sealed class Delivering(OutboxItem item, TimeSpan expiresAt)
{
    public OutboxItem Item { get; } = item;

    public Notification Event { get; } = Notification.Of(item.Document);

    public TimeSpan ExpiresAt { get; } = expiresAt;

    public int Attempts { get; set; } = item.Attempts;

    /// <summary>Of the last attempt; null before the first.</summary>
    public string? Reason { get; set; } = item.Reason;

    /// <summary>
    /// Among which events it keeps its order: an alert of an experiment must not come after the run that resolves it. One that could not
    /// be stored comes when it can.
    /// </summary>
    public string Order => Item.Seq == 0 ? Item.EventId : Event.Data.Experiment ?? Event.Subject;
}
