using ChaosService.Web.Access.Callers;

namespace ChaosService.Web.Access.Listening;

/// <summary>The addresses on which the service is to listen, and the protection there.</summary>
/// <param name="Urls">Such as <c>http://127.0.0.1:7400</c> or <c>https://0.0.0.0:7443</c>.</param>
/// <param name="HasTokens">Whether a token was ever created, see <see cref="Engine.Tokens.TokenSet.Any"/>.</param>
/// <param name="RequireTokens"><c>--require-tokens</c>: a token is always needed, even on loopback.</param>
/// <param name="Insecure"><c>--insecure</c>: whoever starts the service is responsible for who can reach it.</param>
internal sealed record ListenRequest(IReadOnlyList<string> Urls, bool HasCertificate, bool HasTokens, bool RequireTokens, bool Insecure)
{
    /// <summary>Whether only this machine can connect.</summary>
    public bool LoopbackOnly => Urls.All(u => ListenUrl.Parse(u) is { IsLoopback: true });

    /// <summary>For <see cref="AccessOptions.OpenWithoutTokens"/>.</summary>
    public bool OpenWithoutTokens => !RequireTokens && (LoopbackOnly || Insecure);
}
