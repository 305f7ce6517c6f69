using System.Security.Claims;

namespace ChaosService.Web.Access.Callers;

/// <summary>A <see cref="Callers.Caller"/> in the form that ASP.NET uses for the sender of a request.</summary>
internal sealed class CallerIdentity(Caller caller) : ClaimsIdentity(
    [new Claim(DefaultNameClaimType, caller.Name), new Claim(DefaultRoleClaimType, caller.Role.ToString())], Scheme)
{
    /// <summary>The name of the scheme, and the prefix of a token in the header.</summary>
    public const string Scheme = "Bearer";

    public Caller Caller { get; } = caller;
}
