using ChaosService.Engine.Journal;
using ChaosService.Engine.Store.Notifications;
using ChaosService.Service.Notifications.Events;
using ChaosService.Service.Options;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Service.Notifications;

/// <summary>Real receivers that misbehave, in time that the tests move.</summary>
public sealed class DeliveryTests
{
    [Fact]
    public async Task Event_is_delivered_once_and_signed()
    {
        await using var inbox = await Inbox.StartAsync();
        await using var office = await Office(inbox);

        Assert.True(await office.Notifier.PublishAsync(Samples.Ended()));
        await office.Notifier.PublishAsync(Samples.Ended());
        await inbox.UntilAsync(1);
        await Wait.UntilAsync(() => office.Count(DeliveryState.Delivered) == 1);

        var letter = Assert.Single(inbox.Letters);
        Assert.Equal(
            ("io.chaosservice.run.invalid", "/hooks/s3cr3t-path", "ChaosService"),
            (letter.Type, letter.Path, letter.Headers["User-Agent"]));
        Assert.Equal(
            Samples.Write("webhook", Samples.Ended(), Samples.Webhook(inbox.Url))!.Headers["webhook-signature"],
            letter.Headers["webhook-signature"]);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(408)]
    [InlineData(429)]
    public async Task Receiver_that_fails_for_a_while_is_tried_again_with_the_same_event(int status)
    {
        await using var inbox = await Inbox.StartAsync();
        inbox.Manners = n => new Manner(n <= 2 ? status : 200);
        await using var office = await Office(inbox);

        await office.Notifier.PublishAsync(Samples.Ended());
        await office.UntilAsync(() => office.Count(DeliveryState.Delivered) == 1, TimeSpan.FromMinutes(5));

        Assert.Equal(3, inbox.Letters.Count);
        Assert.Single(inbox.Letters.Select(l => l.Id).Distinct());
        Assert.Equal(3, Assert.Single(office.Outbox.List("ops", DeliveryState.Delivered, 9)).Attempts);
    }

    [Fact]
    public async Task Receiver_that_says_when_to_come_back_is_left_alone_until_then()
    {
        await using var inbox = await Inbox.StartAsync();
        inbox.Manners = n => n == 1 ? new Manner(429, RetryAfter: "600") : new Manner();
        await using var office = await Office(inbox);

        await office.Notifier.PublishAsync(Samples.Ended());
        await inbox.UntilAsync(1);
        await Wait.UntilAsync(() => office.Outbox.List("ops", DeliveryState.Waiting, 9).Single().Attempts == 1);
        for (var second = 0; second < 590; second += 10)
        {
            office.Time.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }
        Assert.Single(inbox.Letters);

        await office.UntilAsync(() => office.Count(DeliveryState.Delivered) == 1, TimeSpan.FromMinutes(15));
        Assert.Equal(2, inbox.Letters.Count);
    }

    [Fact]
    public async Task Refusal_that_says_when_to_come_back_is_no_refusal()
    {
        await using var inbox = await Inbox.StartAsync();
        inbox.Manners = n => n == 1 ? new Manner(403, RetryAfter: "60") : new Manner();
        await using var office = await Office(inbox);

        await office.Notifier.PublishAsync(Samples.Ended());
        await office.UntilAsync(() => office.Count(DeliveryState.Delivered) == 1, TimeSpan.FromMinutes(3));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(422)]
    [InlineData(302)]
    public async Task Refused_event_is_a_dead_letter_at_once_and_the_next_goes_on(int status)
    {
        await using var inbox = await Inbox.StartAsync();
        inbox.Manners =
            n => n == 1 ? new Manner(status, Body: "no_service: bad\u0007 thing", Location: "http://127.0.0.1:1/elsewhere") : new Manner();
        await using var office = await Office(inbox);

        await office.Notifier.PublishAsync(Samples.Ended());
        await office.Notifier.PublishAsync(Samples.Violated);
        await Wait.UntilAsync(() => office.Count(DeliveryState.Dead) == 1 && office.Count(DeliveryState.Delivered) == 1);

        var dead = office.Outbox.List("ops", DeliveryState.Dead, 9).Single();
        Assert.StartsWith($"answered {status} ", dead.Reason);
        Assert.EndsWith(": no_service: bad thing", dead.Reason);
        Assert.Equal(2, inbox.Letters.Count);
    }

    [Fact]
    public async Task Receiver_that_is_gone_for_an_hour_gets_everything_in_order()
    {
        var port = FreePort.Next();
        await using var office = await Office(new ServiceOptions(), $"http://127.0.0.1:{port}/x");
        Notification[] events = [Samples.Factory().RunBegun(Samples.Running), Samples.Violated, Samples.Ended()];
        foreach (var e in events) await office.Notifier.PublishAsync(e);
        var hour = office.Time.GetUtcNow().AddHours(1);
        await office.UntilAsync(() => office.Time.GetUtcNow() >= hour, TimeSpan.FromHours(2), TimeSpan.FromSeconds(10));
        Assert.Equal((3, 0), (office.Count(DeliveryState.Waiting), office.Count(DeliveryState.Dead)));
        Assert.Contains("no connection (127.0.0.1:", office.Outbox.List("ops", null, 9)[^1].Reason);

        await using var inbox = await Inbox.StartAsync(port);
        await office.UntilAsync(() => office.Count(DeliveryState.Delivered) == 3, TimeSpan.FromHours(3), TimeSpan.FromSeconds(20));

        Assert.Equal(events.Select(e => e.Id), inbox.Letters.Select(l => l.Id).Distinct());
    }

    [Fact]
    public async Task Attempts_run_out()
    {
        await using var inbox = await Inbox.StartAsync();
        inbox.Manners = _ => new Manner(500, Body: "down");
        await using var office = await Office(new ServiceOptions { Notifications = new NotificationOptions { Attempts = 7 } }, inbox.Url);

        await office.Notifier.PublishAsync(Samples.Ended());
        await office.UntilAsync(() => office.Count(DeliveryState.Dead) == 1, TimeSpan.FromHours(2), TimeSpan.FromSeconds(5));

        var dead = office.Outbox.List("ops", DeliveryState.Dead, 9).Single();
        Assert.Equal((7, "answered 500 InternalServerError: down", 7), (dead.Attempts, dead.Reason, inbox.Letters.Count));
    }

    [Fact]
    public async Task Age_runs_out_also_while_the_receiver_said_to_wait()
    {
        await using var inbox = await Inbox.StartAsync();
        inbox.Manners = _ => new Manner(503, RetryAfter: "100000");
        await using var office =
            await Office(new ServiceOptions { Notifications = new NotificationOptions { Age = TimeSpan.FromMinutes(10) } }, inbox.Url);

        await office.Notifier.PublishAsync(Samples.Ended());
        await inbox.UntilAsync(1);
        await office.UntilAsync(() => office.Count(DeliveryState.Dead) == 1, TimeSpan.FromMinutes(12));

        Assert.Equal(
            "not delivered within 10m; answered 503 ServiceUnavailable", office.Outbox.List("ops", DeliveryState.Dead, 9).Single().Reason);
        Assert.Single(inbox.Letters);
    }

    [Fact]
    public async Task Receiver_that_does_not_answer_is_given_up_in_time_and_tried_again()
    {
        await using var inbox = await Inbox.StartAsync();
        var never = new TaskCompletionSource();
        inbox.Manners = n => n == 1 ? new Manner(After: never.Task) : new Manner();
        await using var office = await Office(inbox);

        await office.Notifier.PublishAsync(Samples.Ended());
        await inbox.UntilAsync(1);
        await office.UntilAsync(() => office.Count(DeliveryState.Delivered) == 1, TimeSpan.FromMinutes(10), alsoWhileSending: true);
        Assert.True(inbox.Letters.Count >= 2);
    }

    [Fact]
    public async Task Connection_that_is_reset_is_tried_again()
    {
        await using var inbox = await Inbox.StartAsync();
        inbox.Manners = n => new Manner(Reset: n == 1);
        await using var office = await Office(inbox);

        await office.Notifier.PublishAsync(Samples.Ended());
        await office.UntilAsync(() => office.Count(DeliveryState.Delivered) == 1, TimeSpan.FromMinutes(1));
        Assert.Single(inbox.Letters.Select(l => l.Id).Distinct());
    }

    [Fact]
    public async Task Receiver_that_wants_no_more_gets_no_more_but_what_is_urgent()
    {
        await using var inbox = await Inbox.StartAsync();
        inbox.Manners = n => new Manner(n == 1 ? 410 : 204);
        await using var office = await Office(inbox);

        await office.Notifier.PublishAsync(Samples.Ended());
        await Wait.UntilAsync(() => office.Count(DeliveryState.Dead) == 1);
        await office.Notifier.PublishAsync(Samples.Violated);
        await Wait.UntilAsync(() => office.Count(DeliveryState.Dead) == 2);
        Assert.Single(inbox.Letters);

        await office.Notifier.PublishAsync(Samples.NotReverted);
        await inbox.UntilAsync(2);
        Assert.Equal("io.chaosservice.fault.notreverted", inbox.Letters.Last().Type);
    }

    [Fact]
    public async Task Dead_receiver_holds_up_neither_another_nor_what_is_urgent()
    {
        await using var good = await Inbox.StartAsync();
        await using var bad = await Inbox.StartAsync();
        bad.Manners = n => new Manner(n == 1 ? 500 : 204);
        await using var office =
            await new PostOffice(Samples.Options(("bad", Samples.Webhook(bad.Url)), ("good", Samples.Webhook(good.Url)))).OpenAsync();

        await office.Notifier.PublishAsync(Samples.Ended());
        await bad.UntilAsync(1);
        await office.Notifier.PublishAsync(Samples.Violated);
        await office.Notifier.PublishAsync(Samples.NotReverted);

        await good.UntilAsync(3);
        await bad.UntilAsync(2);
        // Time stood still: the ordinary ones still wait.
        Assert.Equal("io.chaosservice.fault.notreverted", bad.Letters.Last().Type);
        await Wait.UntilAsync(() => office.Count(DeliveryState.Waiting, "bad") == 2);
    }

    [Fact]
    public async Task Receiver_that_fails_in_a_row_is_left_alone_and_then_probed()
    {
        await using var inbox = await Inbox.StartAsync();
        inbox.Manners = n => new Manner(n <= 5 ? 500 : 204);
        await using var office = await Office(inbox);

        await office.Notifier.PublishAsync(Samples.Ended());
        await office.UntilAsync(() => inbox.Letters.Count == 5, TimeSpan.FromMinutes(5));
        var failed = office.Time.GetUtcNow();
        await office.UntilAsync(() => office.Count(DeliveryState.Delivered) == 1, TimeSpan.FromMinutes(5));

        Assert.True(office.Time.GetUtcNow() - failed >= TimeSpan.FromSeconds(55), $"probed after {office.Time.GetUtcNow() - failed}");
        Assert.Equal(6, Assert.Single(office.Outbox.List("ops", DeliveryState.Delivered, 9)).Attempts);
    }

    [Fact]
    public async Task Event_that_cannot_be_stored_is_sent_from_memory()
    {
        await using var inbox = await Inbox.StartAsync();
        await using var office = await Office(inbox);
        using (var connection = office.Database.Connect())
            StateDatabase.Execute(
                connection, "CREATE TRIGGER full BEFORE INSERT ON notification BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END");

        Assert.False(await office.Notifier.PublishAsync(Samples.NotReverted));
        Assert.False(await office.Notifier.PublishAsync(Samples.Ended()));
        await inbox.UntilAsync(2);

        Assert.Equal(["io.chaosservice.fault.notreverted", "io.chaosservice.run.invalid"], inbox.Letters.Select(l => l.Type).Order());
        Assert.Empty(office.Outbox.List(null, null, 9));
    }

    [Fact]
    public async Task Event_that_this_build_cannot_read_costs_nothing_but_itself()
    {
        await using var inbox = await Inbox.StartAsync();
        await using var office = await Office(inbox);
        await office.Outbox.AddAsync(new OutboxItem
        {
            EventId = "odd", Receiver = "ops", Type = "run.invalid", Document = "{}", Since = office.Time.GetUtcNow(),
            ChangedAt = office.Time.GetUtcNow(),
        });

        await office.Notifier.PublishAsync(Samples.Ended());
        await inbox.UntilAsync(1);

        await Wait.UntilAsync(() => office.Count(DeliveryState.Dead) == 1 && office.Count(DeliveryState.Delivered) == 1);
    }

    [Fact]
    public async Task What_waits_is_bounded_and_the_oldest_is_given_up()
    {
        await using var office = new PostOffice(Samples.Options(("ops", Samples.Webhook("http://127.0.0.1:1/x"))));
        for (var i = 0; i < 10; i++) await office.Notifier.PublishAsync(Samples.Ended() with { Id = $"e{i}" });

        await office.Outbox.GiveUpAsync("ops", 4, "too many", office.Time.GetUtcNow());
        await office.Outbox.ForgetAsync("ops", DeliveryState.Dead, 3);

        Assert.Equal(["e9", "e8", "e7", "e6"], office.Outbox.List("ops", DeliveryState.Waiting, 99).Select(i => i.EventId));
        Assert.Equal(
            [("e5", "too many"), ("e4", "too many"), ("e3", "too many")],
            office.Outbox.List("ops", DeliveryState.Dead, 99).Select(i => (i.EventId, i.Reason)));
    }

    [Fact]
    public async Task Next_life_goes_on_where_the_last_one_ended()
    {
        using var state = new TempDirectory();
        await using var inbox = await Inbox.StartAsync();
        inbox.Manners = _ => new Manner(500);
        var options = Samples.Options(("ops", Samples.Webhook(inbox.Url)));
        await using (var office = await new PostOffice(options, state: state).OpenAsync())
        {
            await office.Notifier.PublishAsync(Samples.Ended());
            await office.Notifier.PublishAsync(Samples.Violated);
            await Wait.UntilAsync(() => office.Outbox.List("ops", null, 9)[^1].Attempts == 1);
        }

        inbox.Manners = _ => new Manner();
        await using var next = await new PostOffice(options, state: state).OpenAsync();
        await Wait.UntilAsync(() => next.Count(DeliveryState.Delivered) == 2);

        Assert.Equal([$"{Samples.RunId}-ended", $"{Samples.RunId}-ended", $"{Samples.RunId}-violated"], inbox.Letters.Select(l => l.Id));
        Assert.Equal(2, next.Outbox.List("ops", null, 9)[^1].Attempts);
    }

    private static Task<PostOffice> Office(Inbox inbox) => Office(new ServiceOptions(), inbox.Url);

    private static Task<PostOffice> Office(ServiceOptions options, string url)
    {
        var receivers = Samples.Options(("ops", Samples.Webhook(url))).Notifications.Receivers;
        return new PostOffice(options with { Notifications = options.Notifications with { Receivers = receivers } }).OpenAsync();
    }
}
