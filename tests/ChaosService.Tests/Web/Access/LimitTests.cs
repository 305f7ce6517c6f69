using System.Net;
using ChaosService.Engine.Tokens;
using ChaosService.Web.Access.Callers;
using ChaosService.Web.Access.Limits;
using Microsoft.Extensions.Time.Testing;

namespace ChaosService.Tests.Web.Access;

public sealed class LimitTests
{
    [Fact]
    public async Task Wrong_tokens_from_one_address_are_limited_and_right_ones_still_come_in()
    {
        await using var site = await TestSite.StartAsync(o => o with { FailedLogins = new BucketSize(3, 0.1) });
        var right = site.Token(Role.Operator);
        for (var i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.Unauthorized, await site.StatusAsync("GET", "/see", "cst_wrong"));

        var limited = await site.SendAsync("GET", "/see", "cst_wrong");

        Assert.Equal(HttpStatusCode.TooManyRequests, limited.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(10), limited.Headers.RetryAfter!.Delta);
        Assert.Equal("too many wrong tokens from this address", await limited.ProblemAsync());
        Assert.Equal(HttpStatusCode.OK, await site.StatusAsync("GET", "/see", right));
        site.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(HttpStatusCode.Unauthorized, await site.StatusAsync("GET", "/see", "cst_wrong"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await site.StatusAsync("GET", "/see", "cst_wrong"));
    }

    [Fact]
    public async Task Changes_of_one_token_are_limited_and_neither_reads_nor_others_nor_halt_are()
    {
        await using var site = await TestSite.StartAsync(o => o with { Changes = new BucketSize(2, 0.5) });
        var (mine, other) = (site.Token(Role.Operator), site.Token(Role.Admin));
        for (var i = 0; i < 2; i++) Assert.Equal(HttpStatusCode.OK, await site.StatusAsync("POST", "/run", mine));

        var limited = await site.SendAsync("POST", "/run", mine);

        Assert.Equal(HttpStatusCode.TooManyRequests, limited.StatusCode);
        Assert.Equal("more than 0.5 changes a second", await limited.ProblemAsync());
        Assert.Equal(TimeSpan.FromSeconds(2), limited.Headers.RetryAfter!.Delta);
        Assert.Equal(HttpStatusCode.OK, await site.StatusAsync("GET", "/see", mine));
        Assert.Equal(HttpStatusCode.OK, await site.StatusAsync("POST", "/run", other));
        Assert.Equal(HttpStatusCode.OK, await site.StatusAsync("POST", "/halt", mine));
        site.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(HttpStatusCode.OK, await site.StatusAsync("POST", "/run", mine));
    }

    [Fact]
    public async Task Body_that_is_too_large_is_refused_with_the_limit()
    {
        await using var site = await TestSite.StartAsync();
        using var body = new ByteArrayContent(new byte[(1 << 20) + 1]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/run") { Content = body };
        request.Headers.ExpectContinue = true;

        var answer = await site.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("the body has 1048577 bytes, and 1048576 is the most that is taken", await answer.ProblemAsync());
    }

    [Theory]
    [InlineData(1, 20_000)]
    [InlineData(100, 1)]
    public async Task Headers_that_are_too_many_or_too_large_are_refused(int count, int length)
    {
        await using var site = await TestSite.StartAsync();
        var headers = Enumerable.Range(0, count).Select(i => ($"X-Filler-{i}", new string('a', length))).ToArray();

        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, await site.StatusAsync("GET", "/see", null, headers));
    }

    [Fact]
    public void Flood_of_keys_keeps_the_memory_bounded_and_everybody_elses_record()
    {
        var buckets = new TokenBuckets(new BucketSize(1, 0.001), new FakeTimeProvider(), keysMax: 100);
        Assert.True(buckets.TryTake("mine", out _));

        var taken = Enumerable.Range(0, 10_000).Count(i => buckets.TryTake($"key {i}", out _));

        Assert.InRange(buckets.Count, 1, 101);
        Assert.InRange(taken, 99, 101);
        Assert.False(buckets.TryTake("mine", out _));
    }

    [Fact]
    public void Flood_that_goes_on_for_hours_keeps_the_memory_bounded()
    {
        var clock = new FakeTimeProvider();
        // A bucket is full again after more than half an hour, so that a sweep finds nothing to forget for long.
        var buckets = new TokenBuckets(new BucketSize(1, 0.0005), clock, keysMax: 100);
        for (var i = 0; i < 10_000; i++)
        {
            buckets.TryTake($"key {i}", out _);
            Assert.InRange(buckets.Count, 1, 101);
            clock.Advance(TimeSpan.FromSeconds(2));
        }
    }

    [Fact]
    public void Bucket_that_is_full_again_makes_room()
    {
        var clock = new FakeTimeProvider();
        var buckets = new TokenBuckets(new BucketSize(1, 1), clock, keysMax: 2);
        buckets.TryTake("a", out _);
        buckets.TryTake("b", out _);

        clock.Advance(TimeSpan.FromSeconds(2));

        Assert.True(buckets.TryTake("c", out _));
        Assert.True(buckets.TryTake("d", out _));
        Assert.Equal(2, buckets.Count);
    }
}
