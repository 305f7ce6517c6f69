using ChaosService.Engine.Journal;
using ChaosService.Engine.Store.Notifications;
using ChaosService.Service.Notifications.Delivery;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Service.Notifications;

public sealed class SlowStoreTests
{
    [Fact]
    public async Task Event_that_was_sent_from_memory_because_the_store_was_slow_is_not_sent_again_when_it_is_stored_after_all()
    {
        await using var inbox = await Inbox.StartAsync();
        await using var office = await new PostOffice(Samples.Options(("ops", Samples.Webhook(inbox.Url)))).OpenAsync();
        using (var connection = office.Database.Connect())
        {
            StateDatabase.Execute(connection, "BEGIN IMMEDIATE");
            var publishing = office.Notifier.PublishAsync(Samples.NotReverted);
            office.Time.Advance(Notifier.WriteLimit);
            Assert.False(await publishing);
            await inbox.UntilAsync(1);
            StateDatabase.Execute(connection, "ROLLBACK");
        }

        await office.Notifier.PublishAsync(Samples.NotReverted with { Id = "next" });
        await Wait.UntilAsync(() => office.Count(DeliveryState.Delivered) == 2);

        Assert.Equal([Samples.NotReverted.Id, "next"], inbox.Letters.Select(l => l.Id));
    }
}
