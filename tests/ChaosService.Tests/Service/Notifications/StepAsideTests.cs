using ChaosService.Engine.Journal;
using ChaosService.Engine.Store.Notifications;
using ChaosService.Service.Notifications.Events;
using ChaosService.Service.Options;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Service.Notifications;

/// <summary>What a receiver does not take holds up no more than it must.</summary>
public sealed class StepAsideTests
{
    [Theory]
    [InlineData("5000000")]
    [InlineData("2147483647")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    public async Task Receiver_that_wants_to_be_left_alone_for_years_is_no_fault_of_ours(string retryAfter)
    {
        await using var inbox = await Inbox.StartAsync();
        inbox.Manners = n => n == 1 ? new Manner(503, RetryAfter: retryAfter) : new Manner();
        await using var office = await Office(inbox);

        await office.Notifier.PublishAsync(Samples.Ended());
        await Wait.UntilAsync(() => office.Outbox.List("ops", null, 9).Single().Attempts == 1);
        await office.Notifier.PublishAsync(Other(Samples.Ended()));
        // Others wait for an hour at most.
        await office.UntilAsync(() => office.Count(DeliveryState.Delivered) == 1, TimeSpan.FromMinutes(62), TimeSpan.FromSeconds(10));

        Assert.Equal("other-ended", inbox.Letters.Last().Id);
        Assert.Equal("answered 503 ServiceUnavailable", office.Outbox.List("ops", DeliveryState.Waiting, 9).Single().Reason);
    }

    [Fact]
    public async Task Long_wait_that_a_receiver_asks_for_holds_nothing_urgent()
    {
        await using var inbox = await Inbox.StartAsync();
        inbox.Manners = n => n == 1 ? new Manner(429, RetryAfter: "86400") : new Manner();
        await using var office = await Office(inbox);

        await office.Notifier.PublishAsync(Samples.NotReverted);
        await inbox.UntilAsync(1);
        await office.Notifier.PublishAsync(Other(Samples.NotReverted));
        await inbox.UntilAsync(2);
        await office.UntilAsync(() => office.Count(DeliveryState.Delivered) == 2, TimeSpan.FromSeconds(65));

        Assert.Equal([Samples.NotReverted.Id, "other-f1-notreverted", Samples.NotReverted.Id], inbox.Letters.Select(l => l.Id));
    }

    [Fact]
    public async Task Event_that_is_never_taken_holds_up_its_own_experiment_alone_and_in_order()
    {
        await using var inbox = await Inbox.StartAsync();
        await using var office = await Office(inbox, attempts: 3);
        inbox.MannersOf = letter => new Manner(letter.Id == Samples.Ended().Id ? 500 : 204);

        await office.Notifier.PublishAsync(Samples.Ended());
        await inbox.UntilAsync(1);
        await office.Notifier.PublishAsync(Samples.Violated);
        await office.Notifier.PublishAsync(Other(Samples.Ended()));
        await inbox.UntilAsync(2);
        Assert.Equal([Samples.Ended().Id, "other-ended"], inbox.Letters.Select(l => l.Id));

        await office.UntilAsync(() => office.Count(DeliveryState.Delivered) == 2, TimeSpan.FromMinutes(2));
        Assert.Equal(Samples.Violated.Id, inbox.Letters.Last().Id);
        Assert.Equal(Samples.Ended().Id, office.Outbox.List("ops", DeliveryState.Dead, 9).Single().EventId);
    }

    [Fact]
    public async Task Receiver_that_was_down_and_is_back_gets_all_at_once()
    {
        await using var inbox = await Inbox.StartAsync();
        var down = true;
        inbox.Manners = _ => new Manner(down ? 500 : 204);
        await using var office = await Office(inbox);
        for (var i = 0; i < 8; i++) await office.Notifier.PublishAsync(Other(Samples.Ended(), $"e{i}"));
        // Long enough that each pause is far longer than a minute.
        var later = office.Time.GetUtcNow().AddHours(3);
        await office.UntilAsync(() => office.Time.GetUtcNow() >= later, TimeSpan.FromHours(4), TimeSpan.FromSeconds(20));

        down = false;
        var back = office.Time.GetUtcNow();
        await office.UntilAsync(() => office.Count(DeliveryState.Delivered) == 8, TimeSpan.FromHours(1), TimeSpan.FromSeconds(5));

        // One is due within the hour, or is the probe; the others go with it.
        Assert.Equal(Enumerable.Range(0, 8).Select(i => $"e{i}-ended"), inbox.Letters.TakeLast(8).Select(l => l.Id).Order());
        Assert.True(office.Time.GetUtcNow() - back < TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task Event_that_somebody_forgets_while_it_waits_behind_another_holds_up_nothing()
    {
        await using var inbox = await Inbox.StartAsync();
        inbox.Manners = n => new Manner(n == 1 ? 500 : 204);
        await using var office = await Office(inbox);
        await office.Notifier.PublishAsync(Samples.Ended());
        await inbox.UntilAsync(1);
        await office.Notifier.PublishAsync(Samples.Violated);
        await office.Notifier.PublishAsync(Samples.Passed with { Id = "last" });
        await Wait.UntilAsync(() => !office.Notifier.Receivers.Any(r => r.Busy));
        using (var connection = office.Database.Connect())
            StateDatabase.Execute(connection, "DELETE FROM notification WHERE event_id LIKE '%-violated'");

        await office.UntilAsync(() => office.Count(DeliveryState.Delivered) == 2, TimeSpan.FromMinutes(1));

        Assert.Equal("last", inbox.Letters.Last().Id);
    }

    /// <summary>The same of another experiment.</summary>
    private static Notification Other(Notification e, string run = "other") => e with
    {
        Id = e.Id.Replace(Samples.RunId, run, StringComparison.Ordinal),
        Subject = $"runs/{run}",
        Data = e.Data with { Experiment = $"experiment-{run}" },
    };

    private static Task<PostOffice> Office(Inbox inbox, int attempts = 20) => new PostOffice(new ServiceOptions
    {
        Notifications = Samples.Options(("ops", Samples.Webhook(inbox.Url))).Notifications with { Attempts = attempts },
    }).OpenAsync();
}
