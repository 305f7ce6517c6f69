using ChaosService.Engine.Tokens;
using ChaosService.Web.Access.Callers;
using ChaosService.Web.Access.Limits;
using ChaosService.Web.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ChaosService.Web.Access.Tokens;

/// <summary>
/// Answers wrong tokens, and limits how often one address may send them. Wrong tokens never lock out a right one from the same address: 256
/// bits cannot be guessed at any rate, while a lockout would let anybody keep an operator from the halt button.
/// </summary>
internal sealed class FailedLogins(AccessOptions options, TimeProvider time, ILogger<FailedLogins> log)
{
    private readonly TokenBuckets _failures = new(options.FailedLogins, time);

    public Task AnswerAsync(HttpContext context, TokenCheck check)
    {
        if (!_failures.TryTake(context.AddressKey(), out var wait))
            return context.TooManyAsync("too many wrong tokens from this address", wait);
        log.WrongToken(check.State, check.Token?.Name ?? "(none)", $"{context.Connection.RemoteIpAddress}");
        context.Response.Headers.WWWAuthenticate = """Bearer realm="chaosservice", error="invalid_token" """.TrimEnd();
        var (why, fix) = Why(check);
        return context.RefuseAsync(StatusCodes.Status401Unauthorized, "unauthorized", why, "Authorization", check.Token?.Name, fix);
    }

    private static (string Why, string Fix) Why(TokenCheck check) => check.State switch
    {
        TokenState.Malformed => ("the token is cut off or mistyped: its checksum does not fit", "copy it whole, from cst_ to the end"),
        TokenState.Expired => (
            $"the token '{check.Token!.Name}' expired at {check.Token.ExpiresAt:yyyy-MM-dd HH:mm:ss} UTC",
            $"create a new one with 'chaosctl tokens revoke {check.Token.Name}' and 'chaosctl tokens create'"),
        TokenState.Revoked => (
            $"the token '{check.Token!.Name}' was revoked at {check.Token.RevokedAt:yyyy-MM-dd HH:mm:ss} UTC",
            "ask an admin for a new one"),
        _ => ("this service knows no such token", "'chaosctl tokens list' on its machine shows those that it knows"),
    };
}
