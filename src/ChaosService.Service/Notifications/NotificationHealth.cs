using System.Data.Common;
using ChaosService.Engine.Store.Notifications;
using ChaosService.Service.Conditions;
using ChaosService.Service.Notifications.Delivery;

namespace ChaosService.Service.Notifications;

/// <summary>Problems that need attention because notifications fail.</summary>
internal sealed class NotificationHealth(Notifier notifier, NotificationOutbox outbox) : ICondition
{
    public IReadOnlyList<string> Warnings => [.. notifier.Receivers.SelectMany(Of)];

    private IEnumerable<string> Of(ReceiverLanes lanes)
    {
        var (name, (_, _, lost)) = (lanes.Receiver.Name, lanes.State.Read());
        var dead = Dead(name);
        if (dead > 0)
            yield return $"{dead} notification{(dead == 1 ? "" : "s")} could not be delivered to {name}: see /notifications or `chaosctl "
                + $"notifications`";
        if (lost > 0)
            yield return $"{lost} notification{(lost == 1 ? "" : "s")} to {name} {(lost == 1 ? "is" : "are")} lost: the state database "
                + $"could not be written";
        if (lanes.State.Gone)
            yield return $"the receiver {name} answered 410 Gone and is sent nothing more: take it out of the options, or try it with "
                + $"`chaosctl notifications test {name}`";
    }

    private int Dead(string receiver)
    {
        try
        {
            return outbox.Count(receiver, DeliveryState.Dead);
        }
        catch (DbException)
        {
            // That the database cannot be read is said by those who need it.
            return 0;
        }
    }
}
