using ChaosService.Engine.Store;
using ChaosService.Host.Notifications.Events;

namespace ChaosService.Host.Notifications.Delivery;

/// <summary>One event on its way to one receiver.</summary>
internal sealed class Delivering(OutboxItem item)
{
    public OutboxItem Item { get; } = item;

    public Notification Event { get; } = Notification.Of(item.Document);

    public int Attempts { get; set; } = item.Attempts;

    /// <summary>Of the last attempt; null before the first.</summary>
    public string? Reason { get; set; } = item.Reason;
}
