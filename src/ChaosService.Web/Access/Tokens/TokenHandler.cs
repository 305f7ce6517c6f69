using System.Text.Encodings.Web;
using ChaosService.Engine.Tokens;
using ChaosService.Web.Access.Callers;
using ChaosService.Web.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChaosService.Web.Access.Tokens;

/// <summary>
/// Identifies the sender of a request, by the token in its header or in a browser's cookie, and answers for endpoints whose
/// <see cref="RolePolicies">policy</see> the sender does not meet.
/// </summary>
internal sealed class TokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> schemes, ILoggerFactory loggers, UrlEncoder encoder,
    AccessOptions access, TokenCache tokens, FailedLogins failures)
    : AuthenticationHandler<AuthenticationSchemeOptions>(schemes, loggers, encoder)
{
    private const string Prefix = $"{CallerIdentity.Scheme} ";

    /// <summary>A presented token that is not valid; null: none was presented, or a valid one.</summary>
    private TokenCheck? _wrong;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = FromHeader();
        if ((header ?? Request.Cookies[SignIn.Cookie]) is { } presented)
        {
            var check = await tokens.CheckAsync(presented, Context.RequestAborted);
            if (check is { State: TokenState.Valid, Token: { } token })
                return Success(new Caller(token.Name, token.Role, ByCookie: header is null));
            _wrong = check;
        }
        // A browser may hold the cookie of an earlier state directory: that must not close an open service.
        if (header is null && access.OpenWithoutTokens && !await tokens.AnyAsync(Context.RequestAborted))
            return Success(new Caller(Caller.Anyone, Role.Admin, ByCookie: false));
        return _wrong is null ? AuthenticateResult.NoResult() : AuthenticateResult.Fail(_wrong.State.ToString());
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (Context.WantsPage())
        {
            Response.Redirect(SignInAddress.In);
            return Task.CompletedTask;
        }
        if (_wrong is { } wrong) return failures.AnswerAsync(Context, wrong);
        var role = Word(RolePolicies.NeededBy(Context));
        Response.Headers.WWWAuthenticate = "Bearer realm=\"chaosservice\"";
        return Context.RefuseAsync(
            StatusCodes.Status401Unauthorized, "unauthorized", $"{Asked} needs a token with the role {role}", "Authorization", null,
            $"make one with 'chaosctl tokens create --name NAME --role {role}' and send it as 'Authorization: Bearer TOKEN'");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var (caller, role) = (Context.Caller()!, Word(RolePolicies.NeededBy(Context)));
        return Context.RefuseAsync(
            StatusCodes.Status403Forbidden, "forbidden",
            $"{Asked} needs the role {role}, and the token '{caller.Name}' has the role {Word(caller.Role)}", "Authorization", caller.Name,
            $"use a token with the role {role}; an admin makes one with 'chaosctl tokens create --name NAME --role {role}'");
    }

    private string Asked => $"{Request.Method} {TokenText.HideIn(Request.Path)}";

    private string? FromHeader()
    {
        var header = Request.Headers.Authorization.ToString();
        return header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? header[Prefix.Length..].Trim() : null;
    }

    private static AuthenticateResult Success(Caller caller) =>
        AuthenticateResult.Success(new(new(new CallerIdentity(caller)), CallerIdentity.Scheme));

    private static string Word(Role role) => role.ToString().ToLowerInvariant();
}
