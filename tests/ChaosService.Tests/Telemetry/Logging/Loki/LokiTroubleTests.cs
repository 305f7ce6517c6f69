using System.Globalization;
using System.Runtime.CompilerServices;
using ChaosService.Tests.Engine.Fakes;
using Microsoft.AspNetCore.Http;
using Serilog.Sinks.Grafana.Loki;

namespace ChaosService.Tests.Telemetry.Logging.Loki;

public sealed class LokiTroubleTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Server_that_says_when_to_come_back_is_not_asked_before(bool asDate)
    {
        await using var loki = await LokiUnderTest.StartAsync(new LokiLimits { BatchLines = 1 });
        var until = loki.Time.GetUtcNow() + TimeSpan.FromSeconds(40);
        var last = DateTimeOffset.MinValue;
        loki.Receiver.Misbehave = (attempt, http) =>
        {
            last = loki.Time.GetUtcNow();
            return Answer(http, attempt == 1 ? 429 : 0, asDate ? until.ToString("R", CultureInfo.InvariantCulture) : "40");
        };

        loki.Add("one");
        await Wait.UntilAsync(() => loki.Pipe.Figures.AttemptsFailed == 1);
        await loki.UntilLinesAsync(1);

        Assert.True(last >= until, $"asked again at {last:T}");
        await Wait.UntilAsync(() => loki.Pipe.Figures.Sent == 1);
        Assert.Equal((1, 0), (loki.Pipe.Figures.Sent, loki.Pipe.Figures.Dropped));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task Push_that_fails_is_sent_again_byte_by_byte_until_it_is_taken(int status)
    {
        await using var loki = await LokiUnderTest.StartAsync(new LokiLimits { BatchLines = 3 });
        loki.Receiver.Misbehave = (attempt, http) => Answer(http, attempt <= 5 ? status : 0);

        loki.Add("a", "b", "c");
        await loki.UntilLinesAsync(3);

        Assert.Equal(6, loki.Receiver.Attempts.Count);
        Assert.All(loki.Receiver.Attempts, a => Assert.Equal(loki.Receiver.Attempts[0].Body, a.Body));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(413)]
    [InlineData(302)]
    public async Task Push_that_is_refused_for_good_is_dropped_and_counted_and_the_next_goes_on(int status)
    {
        await using var loki = await LokiUnderTest.StartAsync(new LokiLimits { BatchLines = 2 });
        List<string?> said = [];
        loki.Pipe.State.Changed += said.Add;
        loki.Receiver.Misbehave = (attempt, http) => Answer(http, attempt == 1 ? status : 0);

        loki.Add("bad", "bad", "good", "good");
        await loki.UntilLinesAsync(2);
        await Wait.UntilAsync(() => loki.Pipe.Figures.Sent == 2);

        Assert.Equal(["good", "good"], loki.Receiver.Lines.Select(l => l.Text));
        Assert.Equal((2, 2), (loki.Pipe.Figures.Sent, loki.Pipe.Figures.Dropped));
        Assert.True(loki.Pipe.Figures.DroppedBytes > 0);
        await Wait.UntilAsync(() => said.Count == 2);
        Assert.Equal([$"it refused a push for good: {status} what is wrong", null], said);
    }

    [Fact]
    public async Task Connection_that_is_reset_after_the_push_was_kept_makes_no_line_come_twice()
    {
        await using var loki = await LokiUnderTest.StartAsync(new LokiLimits { BatchLines = 2 });
        loki.Receiver.Misbehave = (attempt, http) =>
        {
            if (attempt > 2) return Task.FromResult(false);
            if (attempt == 2) loki.Receiver.Keep(loki.Receiver.Attempts[1]);
            http.Abort();
            return Task.FromResult(true);
        };

        loki.Add("a", "b");
        await loki.UntilAttemptsAsync(3);
        await Wait.UntilAsync(() => loki.Pipe.Figures.Sent == 2);

        Assert.Equal(["a", "b"], loki.Receiver.Lines.Select(l => l.Text));
    }

    [Fact]
    public async Task Server_that_never_answers_is_given_up_and_asked_again()
    {
        await using var loki = await LokiUnderTest.StartAsync(new LokiLimits { BatchLines = 1, Attempt = TimeSpan.FromSeconds(20) });
        loki.Receiver.Misbehave = async (attempt, http) =>
        {
            if (attempt == 1)
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return attempt == 1;
        };

        loki.Add("patient");
        await Wait.UntilAsync(() => loki.Receiver.Attempts.Count == 1);
        loki.Time.Advance(TimeSpan.FromSeconds(19));
        Assert.Equal(0, loki.Pipe.Figures.AttemptsFailed);
        await loki.UntilLinesAsync(1);

        Assert.True(loki.Receiver.Attempts.Count >= 2);
    }

    [Fact]
    public async Task Answer_without_an_end_is_not_read_to_its_end()
    {
        await using var loki = await LokiUnderTest.StartAsync(new LokiLimits { BatchLines = 1 });
        loki.Receiver.Misbehave = async (attempt, http) =>
        {
            if (attempt > 1) return false;
            http.Response.StatusCode = 400;
            while (!http.RequestAborted.IsCancellationRequested) await http.Response.WriteAsync(new string('x', 4096), http.RequestAborted);
            return true;
        };

        loki.Add("refused", "taken");
        await loki.UntilLinesAsync(1);

        Assert.Equal(["taken"], loki.Receiver.Lines.Select(l => l.Text));
    }

    [Fact]
    public async Task Loki_that_is_gone_for_an_hour_gets_all_that_was_taken_in_order_and_the_rest_is_counted()
    {
        await using var loki = await LokiUnderTest.StartAsync(new LokiLimits { QueueLines = 2000, BatchLines = 100 });
        loki.AddMany(0, 100);
        await loki.Time.AdvanceUntilAsync(() => loki.Pipe.HeldLines == 0, LokiUnderTest.Second);
        await loki.Receiver.GoAsync();

        for (var minute = 0; minute < 60; minute++)
        {
            loki.AddMany(100 + minute * 100, 100);
            loki.Time.Advance(TimeSpan.FromMinutes(1));
        }
        await Wait.UntilAsync(() => loki.Pipe.Figures.AttemptsFailed > 0);
        Assert.Equal(6000 - 2000, loki.Pipe.Figures.Dropped);
        Assert.StartsWith("Loki does not take logs since 2026-11-22 ", loki.Pipe.State.Trouble);
        await loki.Receiver.ComeBackAsync();
        await loki.UntilLinesAsync(2100);

        Assert.Equal(Enumerable.Range(0, 2100).Select(i => $"line {i}"), loki.Receiver.Lines.Select(l => l.Text));
        // It has them before its last answer is here.
        await Wait.UntilAsync(() => loki.Pipe.State.Trouble is null && loki.Pipe.HeldLines == 0);
        Assert.Equal((2100, 4000), (loki.Pipe.Figures.Sent, loki.Pipe.Figures.Dropped));
    }

    [Fact]
    public async Task Queue_is_bounded_by_memory_and_adding_to_a_full_one_does_not_wait()
    {
        const long Limit = 4 << 20;
        await using var loki = await LokiUnderTest.StartAsync(new LokiLimits { QueueBytes = Limit });
        await loki.Receiver.GoAsync();
        var line = loki.Line(new string('x', 10_000));

        List<WeakReference> added = [.. Enumerable.Range(0, 10_000).Select(_ => AddNew(loki, line))];

        Assert.Equal(10_000 - Limit / line.Bytes, loki.Pipe.Figures.Dropped);
        Assert.Equal(loki.Pipe.Figures.Dropped * line.Bytes, loki.Pipe.Figures.DroppedBytes);
        GC.Collect();
        Assert.InRange(added.Count(l => l.IsAlive), 1, Limit / line.Bytes);
    }

    /// <summary>Apart, so that only the pipe still knows the line.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference AddNew(LokiUnderTest loki, LokiLine like)
    {
        var line = like with { Text = new string('x', like.Text.Length) };
        loki.Pipe.Add(line);
        return new WeakReference(line.Text);
    }

    [Fact]
    public async Task Stop_without_Loki_ends_within_its_limit_and_counts_what_is_lost()
    {
        await using var loki = await LokiUnderTest.StartAsync(new LokiLimits { BatchLines = 2, Flush = TimeSpan.FromSeconds(5) });
        await loki.Receiver.GoAsync();
        loki.Add("a", "b", "c", "d", "e");
        await Wait.UntilAsync(() => loki.Pipe.Figures.AttemptsFailed > 0);

        var closing = loki.Pipe.DisposeAsync().AsTask();
        Assert.False(closing.IsCompleted);
        loki.Time.Advance(TimeSpan.FromSeconds(5));
        await closing.WaitAsync(Wait.Limit, TestContext.Current.CancellationToken);

        Assert.Equal((0, 5), (loki.Pipe.Figures.Sent, loki.Pipe.Figures.Dropped));
    }

    /// <summary>0: it is taken.</summary>
    private static async Task<bool> Answer(HttpContext http, int status, string? retryAfter = null)
    {
        if (status == 0) return false;
        http.Response.StatusCode = status;
        if (retryAfter is not null) http.Response.Headers.RetryAfter = retryAfter;
        await http.Response.WriteAsync("what is wrong\n");
        return true;
    }
}
