using ChaosService.Engine.Store.Notifications;
using ChaosService.Service.Notifications.Delivery;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Service.Notifications;

public sealed class StopTests
{
    [Fact]
    public async Task Stop_sends_what_can_be_sent_and_waits_for_nobody_else()
    {
        await using var inbox = await Inbox.StartAsync();
        await using var slow = await Inbox.StartAsync();
        slow.Manners = _ => new Manner(After: new TaskCompletionSource().Task);
        var options = Samples.Options(("ops", Samples.Webhook(inbox.Url)), ("slow", Samples.Webhook(slow.Url)));
        await using var office = await new PostOffice(options).OpenAsync();
        for (var i = 0; i < 20; i++) _ = office.Notifier.PublishAsync(Samples.Ended() with { Id = $"e{i}" });

        var stopping = office.Notifier.StopAsync(TestContext.Current.CancellationToken);

        // Time stands still: whatever a busy machine takes, the stop waits for what goes on.
        await Wait.UntilAsync(() => office.Count(DeliveryState.Delivered) == 20);
        await slow.UntilAsync(1);
        Assert.False(stopping.IsCompleted);
        office.Time.Advance(Notifier.FlushLimit);
        await stopping.WaitAsync(Wait.Limit, TestContext.Current.CancellationToken);
        Assert.Equal(20, office.Count(DeliveryState.Waiting, "slow"));
    }
}
