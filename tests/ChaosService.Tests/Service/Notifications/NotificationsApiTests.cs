using System.Net;
using System.Text;
using ChaosService.Contracts;
using ChaosService.Engine.Store.Notifications;
using ChaosService.Engine.Tokens;
using ChaosService.Service.Notifications.Delivery;
using ChaosService.Service.Options;
using ChaosService.Service.Options.Reading;
using ChaosService.Tests.Cli.Remote;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Host.Serving;
using ChaosService.Tests.Web.Pages;

namespace ChaosService.Tests.Service.Notifications;

/// <summary>Dead letters: seen, sent again and forgotten, over the API, the command line and the page.</summary>
public sealed class NotificationsApiTests : IAsyncLifetime
{
    private Inbox _inbox = null!;
    private ServiceUnderTest _service = null!;

    public async ValueTask InitializeAsync()
    {
        _inbox = await Inbox.StartAsync();
        _inbox.Manners = _ => new Manner(400, Body: "no such hook: s3cr3t-path");
        _service = await ServiceUnderTest.StartAsync(options: Samples.Options(("ops", Samples.Webhook(_inbox.Url))));
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _inbox.DisposeAsync();
    }

    [Fact]
    public async Task Dead_letter_is_listed_warned_of_sent_again_and_then_gone()
    {
        await DieAsync(Samples.Ended());
        var dead = Assert.Single(
            (await _service.GetAsync<DeliveryListReply>("/api/v1/notifications/deliveries?state=dead&receiver=ops")).Deliveries);
        Assert.Equal(
            ("run.invalid", "ops", "dead", 1, "answered 400 BadRequest: no such hook: (secret)"),
            (dead.Type, dead.Receiver, dead.State, dead.Attempts, dead.Reason));
        Assert.Equal("calm is invalid: linearizable: 1 stale read", dead.Summary);
        Assert.Contains(
            "1 notification could not be delivered to ops", (await _service.GetAsync<HealthReply>("/readyz")).Warnings.Single());

        _inbox.Manners = _ => new Manner();
        (await _service.SendAsync("POST", $"/api/v1/notifications/deliveries/{dead.Id}/resend")).EnsureSuccessStatusCode().Dispose();
        await Wait.UntilAsync(() => Count(DeliveryState.Delivered) == 1);

        Assert.Equal([$"{Samples.RunId}-ended", $"{Samples.RunId}-ended"], _inbox.Letters.Select(l => l.Id));
        var ops = Assert.Single((await _service.GetAsync<NotificationsReply>("/api/v1/notifications")).Receivers);
        Assert.Equal(
            ("ops", "webhook", $"127.0.0.1:{_inbox.Port}", 0, 1, 0, null),
            (ops.Name, ops.Kind, ops.Host, ops.Waiting, ops.Delivered, ops.Dead, ops.Trouble));
        Assert.Empty((await _service.GetAsync<HealthReply>("/readyz")).Warnings);
    }

    [Fact]
    public async Task All_dead_letters_are_sent_again_in_the_order_of_events()
    {
        await DieAsync(Samples.Ended(), Samples.Violated, Samples.Passed with { Id = "later" });
        _inbox.Manners = _ => new Manner();

        using var resent = await _service.SendAsync("POST", "/api/v1/notifications/resend?receiver=ops");

        Assert.Equal(3, (await ServiceUnderTest.ReadAsync<ResendReply>(resent)).Count);
        await Wait.UntilAsync(() => Count(DeliveryState.Delivered) == 3);
        Assert.Equal([$"{Samples.RunId}-ended", $"{Samples.RunId}-violated", "later"], _inbox.Letters.Skip(3).Select(l => l.Id));
    }

    [Fact]
    public async Task Test_goes_past_what_waits_and_says_what_came_of_it()
    {
        using var refused = await _service.SendAsync("POST", "/api/v1/notifications/receivers/ops/test");
        _inbox.Manners = _ => new Manner();
        using var taken = await _service.SendAsync("POST", "/api/v1/notifications/receivers/ops/test");

        Assert.Equal(
            new TestReply("ops", false, "answered 400 BadRequest: no such hook: (secret)"),
            await ServiceUnderTest.ReadAsync<TestReply>(refused));
        Assert.Equal(new TestReply("ops", true, null), await ServiceUnderTest.ReadAsync<TestReply>(taken));
        Assert.All(_inbox.Letters, l => Assert.Equal("io.chaosservice.test", l.Type));
        Assert.Empty((await _service.GetAsync<DeliveryListReply>("/api/v1/notifications/deliveries")).Deliveries);
    }

    [Theory]
    [InlineData("GET", "/deliveries?state=gone", 400, "no such state")]
    [InlineData("GET", "/deliveries?receiver=nobody", 404, "no such receiver")]
    [InlineData("GET", "/deliveries?limit=0", 400, "not a number")]
    [InlineData("POST", "/deliveries/99/resend", 404, "no such delivery")]
    [InlineData("POST", "/deliveries/x/delete", 404, "no such delivery")]
    [InlineData("POST", "/receivers/nobody/test", 404, "no such receiver")]
    [InlineData("POST", "/resend?receiver=nobody", 404, "no such receiver")]
    public async Task Bad_request_is_refused_with_its_fix(string method, string path, int status, string detail)
    {
        using var answer = await _service.SendAsync(method, $"/api/v1/notifications{path}");
        Assert.Contains(detail, (await ServiceUnderTest.ProblemAsync(answer, (HttpStatusCode)status)).Detail);
    }

    [Fact]
    public async Task What_is_no_dead_letter_is_neither_sent_again_nor_forgotten()
    {
        _inbox.Manners = _ => new Manner();
        await _service.Part<Notifier>().PublishAsync(Samples.Ended());
        await Wait.UntilAsync(() => Count(DeliveryState.Delivered) == 1);
        var id = _service.Part<NotificationOutbox>().List(null, null, 1).Single().Seq;

        using var resend = await _service.SendAsync("POST", $"/api/v1/notifications/deliveries/{id}/resend");
        using var delete = await _service.SendAsync("POST", $"/api/v1/notifications/deliveries/{id}/delete");

        Assert.Contains("is no dead letter: delivered", (await ServiceUnderTest.ProblemAsync(resend, HttpStatusCode.Conflict)).Detail);
        await ServiceUnderTest.ProblemAsync(delete, HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Viewer_sees_and_changes_nothing()
    {
        await DieAsync(Samples.Ended());
        var viewer = _service.Token(Role.Viewer);
        Assert.DoesNotContain("data-post=", await _service.PageAsync("/notifications", token: viewer));

        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/notifications/resend");
        request.Headers.Add("Authorization", $"Bearer {viewer}");
        using var answer = await _service.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Page_shows_receivers_and_dead_letters_as_text()
    {
        var e = Samples.Ended();
        await DieAsync(e with { Data = e.Data with { Summary = "<script>alert(1)</script>" } });

        var html = await _service.PageAsync("/notifications");

        Assert.Contains("data-test=\"receiver-row\" data-key=\"ops\"", html);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html);
        Assert.Contains("data-test=\"resend\"", html);
        Assert.DoesNotContain("s3cr3t", html);
        Assert.DoesNotMatch("<style|style=\"|\\son[a-z]+=\"|<script(?![^>]*src=)", html);
    }

    [Fact]
    public async Task Page_without_receivers_says_how_to_have_some()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        Assert.Contains("Nobody is told of anything", await service.PageAsync("/notifications"));
    }

    [Fact]
    public async Task Command_line_lists_sends_again_and_tests()
    {
        await DieAsync(Samples.Ended());
        var id = _service.Part<NotificationOutbox>().List(null, null, 1).Single().Seq;

        var overview = await Chaosctl.RunAsync(_service, "notifications");
        var list = await Chaosctl.RunAsync(_service, "notifications", "list", "--state", "dead");
        var test = await Chaosctl.RunAsync(_service, "notifications", "test", "ops");
        var neither = await Chaosctl.RunAsync(_service, "notifications", "resend");
        _inbox.Manners = _ => new Manner();
        var resend = await Chaosctl.RunAsync(_service, "notifications", "resend", $"{id}");
        await Wait.UntilAsync(() => Count(DeliveryState.Delivered) == 1);

        Assert.StartsWith($"ops: webhook at 127.0.0.1:{_inbox.Port}, 0 waiting, 0 delivered, 1 dead\n", overview.Output);
        Assert.Contains("answered 400 BadRequest: no such hook: (secret)", list.Output);
        Assert.Equal((69, "ops: not delivered: answered 400 BadRequest: no such hook: (secret)\n"), (test.ExitCode, test.Output));
        Assert.Equal(65, neither.ExitCode);
        Assert.Equal((0, $"{id}: waits again\n"), (resend.ExitCode, resend.Output));
    }

    /// <summary>Nothing of a receiver that is a secret stands in any answer, page, log, audit log or other file of the state.</summary>
    [Fact]
    public async Task Secrets_of_receivers_are_nowhere()
    {
        const string Token = "t0k3n-of-the-receiver";
        using var state = new TempDirectory();
        var options = Samples.Options(
            ("ops", Samples.Webhook(_inbox.Url) with { Token = Token }),
            ("chat", new ReceiverOptions { Kind = "slack", Url = "http://127.0.0.1:1/services/s3cr3t-path", Events = "all" }));
        var answers = new StringBuilder($"{options}{OptionText.Of(options)}");
        await using (var service = await ServiceUnderTest.StartAsync(options: options, state: state))
        {
            await service.Part<Notifier>().PublishAsync(Samples.Ended());
            await Wait.UntilAsync(() => service.Part<NotificationOutbox>().Count("ops", DeliveryState.Dead) == 1
                && service.Part<NotificationOutbox>().List("chat", null, 1).Single().Attempts >= 1);
            foreach (var receiver in new[] { "ops", "chat" })
            {
                using var test = await service.SendAsync("POST", $"/api/v1/notifications/receivers/{receiver}/test");
                answers.Append(await test.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            }
            foreach (var path in new[] { "/api/v1/notifications", "/api/v1/notifications/deliveries", "/notifications", "/readyz", "/" })
                answers.Append(await service.TextAsync(path));
        }

        var written = Directory.EnumerateFiles(state.Path, "*", SearchOption.AllDirectories)
            .ToDictionary(f => Path.GetRelativePath(state.Path, f), f => Encoding.Latin1.GetString(File.ReadAllBytes(f)));
        Assert.Contains(written, f =>
            f.Key.EndsWith(".log", StringComparison.Ordinal) && f.Value.Contains("Gave up telling ops", StringComparison.Ordinal));
        foreach (var secret in new[] { "s3cr3t-path", Token, Samples.Secret, Samples.Secret[6..30] })
        {
            Assert.All(written, file => Assert.False(file.Value.Contains(secret, StringComparison.Ordinal), $"{file.Key} holds a secret"));
            Assert.DoesNotContain(secret, answers.ToString());
        }
    }

    private int Count(DeliveryState state) => _service.Part<NotificationOutbox>().Count("ops", state);

    private async Task DieAsync(params ChaosService.Service.Notifications.Events.Notification[] events)
    {
        foreach (var e in events) await _service.Part<Notifier>().PublishAsync(e);
        await Wait.UntilAsync(() => Count(DeliveryState.Dead) == events.Length);
    }
}
