using System.Net;
using ChaosService.Engine.Journal;
using ChaosService.Engine.Tokens;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Web.Access.Tokens;

namespace ChaosService.Tests.Web.Access;

public sealed class TokenTests
{
    [Fact]
    public async Task Service_without_tokens_is_open_on_loopback_until_the_first_is_made()
    {
        await using var site = await TestSite.StartAsync();
        Assert.Equal(HttpStatusCode.OK, await site.StatusAsync("PUT", "/things/a"));

        site.Token(Role.Viewer);

        Assert.Equal(HttpStatusCode.Unauthorized, await site.StatusAsync("GET", "/see"));
        site.Tokens.Revoke("viewer");
        Assert.Equal(HttpStatusCode.Unauthorized, await site.StatusAsync("GET", "/see"));
    }

    [Fact]
    public async Task Service_that_requires_tokens_is_never_open()
    {
        await using var site = await TestSite.StartAsync(o => o with { OpenWithoutTokens = false });

        var answer = await site.SendAsync("POST", "/run");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
        Assert.Equal(
            "POST /run needs a token with the role operator",
            await answer.ProblemAsync());
        Assert.Equal(HttpStatusCode.OK, await site.StatusAsync("GET", "/health"));
    }

    [Fact]
    public async Task Wrong_token_is_refused_also_where_everybody_may_come_in()
    {
        await using var site = await TestSite.StartAsync();

        var answer = await site.SendAsync("GET", "/see", TokenText.Generate().Reveal());

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.StartsWith("this service knows no such token", await answer.ProblemAsync());
    }

    [Fact]
    public async Task Mistyped_token_is_told_from_an_unknown_one()
    {
        await using var site = await TestSite.StartAsync();
        var token = site.Token(Role.Viewer);
        var typo = token[..20] + (token[20] == 'x' ? 'y' : 'x') + token[21..];

        Assert.StartsWith("the token is cut off or mistyped", await (await site.SendAsync("GET", "/see", typo)).ProblemAsync());
        Assert.StartsWith("the token is cut off or mistyped", await (await site.SendAsync("GET", "/see", token[..^1])).ProblemAsync());
        Assert.Equal(HttpStatusCode.OK, await site.StatusAsync("GET", "/see", token));
    }

    [Fact]
    public async Task Expired_token_is_refused_from_that_moment_on()
    {
        await using var site = await TestSite.StartAsync();
        var token = site.Token(Role.Viewer, TimeSpan.FromDays(30));
        site.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromTicks(1));
        Assert.Equal(HttpStatusCode.OK, await site.StatusAsync("GET", "/see", token));

        site.Clock.Advance(TimeSpan.FromTicks(1));

        Assert.StartsWith(
            "the token 'viewer' expired at 2026-03-31 12:00:00 UTC", await (await site.SendAsync("GET", "/see", token)).ProblemAsync());
    }

    [Fact]
    public async Task Revoked_token_is_refused_within_a_second_whoever_revoked_it()
    {
        await using var site = await TestSite.StartAsync();
        var token = site.Token(Role.Viewer);
        Assert.Equal(HttpStatusCode.OK, await site.StatusAsync("GET", "/see", token));

        new TokenStore(new ChaosService.Engine.Journal.StateDatabase(site.StatePath), site.Clock).Revoke("viewer");
        site.Clock.Advance(TokenCache.FreshFor);

        Assert.StartsWith(
            "the token 'viewer' was revoked at 2026-03-01 12:00:00 UTC", await (await site.SendAsync("GET", "/see", token)).ProblemAsync());
    }

    [Theory]
    [InlineData(Role.Viewer, 200, 403, 403, 403)]
    [InlineData(Role.Operator, 200, 200, 403, 403)]
    [InlineData(Role.Admin, 200, 200, 200, 200)]
    public async Task Role_opens_its_own_level_and_those_below(Role role, int see, int run, int put, int unmarked)
    {
        await using var site = await TestSite.StartAsync();
        var token = site.Token(role);

        Assert.Equal(see, (int)await site.StatusAsync("GET", "/see", token));
        Assert.Equal(run, (int)await site.StatusAsync("POST", "/run", token));
        Assert.Equal(put, (int)await site.StatusAsync("PUT", "/things/a", token));
        Assert.Equal(unmarked, (int)await site.StatusAsync("GET", "/unmarked", token));
    }

    [Fact]
    public async Task Refusal_for_the_role_names_what_is_needed_and_what_is_there()
    {
        await using var site = await TestSite.StartAsync();

        var answer = await site.SendAsync("PUT", "/things/a", site.Token(Role.Viewer));

        Assert.Equal("PUT /things/a needs the role admin, and the token 'viewer' has the role viewer", await answer.ProblemAsync());
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found_rather_than_forbidden()
    {
        await using var site = await TestSite.StartAsync(o => o with { OpenWithoutTokens = false });

        Assert.Equal(HttpStatusCode.NotFound, await site.StatusAsync("GET", "/nothing"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, await site.StatusAsync("DELETE", "/see"));
    }

    [Fact]
    public async Task Requests_do_not_read_the_store_and_one_that_is_gone_keeps_nobody_out_for_minutes()
    {
        await using var site = await TestSite.StartAsync();
        var token = site.Token(Role.Operator);
        Assert.Equal(HttpStatusCode.OK, await site.StatusAsync("POST", "/halt", token));
        Rename("token RENAME TO gone");

        Assert.Equal(HttpStatusCode.OK, await site.StatusAsync("POST", "/halt", token));
        site.Clock.Advance(TokenCache.KnownFor - TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, await site.StatusAsync("POST", "/halt", token));
        site.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.NotEqual(HttpStatusCode.OK, await site.StatusAsync("POST", "/halt", token));

        Rename("gone RENAME TO token");
        Assert.Equal(HttpStatusCode.OK, await site.StatusAsync("POST", "/halt", token));

        void Rename(string what)
        {
            using var connection = new StateDatabase(site.StatePath).Connect();
            StateDatabase.Execute(connection, $"ALTER TABLE {what}");
        }
    }

    [Fact]
    public async Task Token_that_another_process_made_is_known_at_once()
    {
        await using var site = await TestSite.StartAsync();
        site.Token(Role.Viewer);
        Assert.Equal(HttpStatusCode.Unauthorized, await site.StatusAsync("GET", "/see"));

        var made = new TokenStore(new StateDatabase(site.StatePath), site.Clock).Create("ci", Role.Viewer, null)!;

        Assert.Equal(HttpStatusCode.OK, await site.StatusAsync("GET", "/see", made.Text.Reveal()));
    }

    [Fact]
    public async Task Last_use_is_noted_to_the_minute()
    {
        await using var site = await TestSite.StartAsync();
        var token = site.Token(Role.Viewer);
        DateTimeOffset? LastUse() => site.Tokens.List().Single().LastUsedAt;
        Assert.Null(LastUse());
        var first = site.Clock.GetUtcNow();

        await site.StatusAsync("GET", "/see", token);
        await Wait.UntilAsync(() => LastUse() == first);
        site.Clock.Advance(TimeSpan.FromSeconds(59));
        await site.StatusAsync("GET", "/see", token);
        site.Clock.Advance(TimeSpan.FromSeconds(1));
        await site.StatusAsync("GET", "/see", token);
        await Wait.UntilAsync(() => LastUse() == first.AddMinutes(1));
    }
}
