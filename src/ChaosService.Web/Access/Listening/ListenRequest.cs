using ChaosService.Web.Access.Callers;

namespace ChaosService.Web.Access.Listening;

/// <summary>Where the service is asked to listen, and what protects it there.</summary>
/// <param name="Urls">Such as <c>http://127.0.0.1:7400</c> or <c>https://0.0.0.0:7443</c>.</param>
/// <param name="HasTokens">Whether a token was ever made, see <see cref="Engine.Tokens.TokenSet.Any"/>.</param>
/// <param name="RequireTokens"><c>--require-tokens</c>: nobody comes in without one, not even on loopback.</param>
/// <param name="Insecure"><c>--insecure</c>: whoever starts the service answers for who can reach it.</param>
internal sealed record ListenRequest(IReadOnlyList<string> Urls, bool HasCertificate, bool HasTokens, bool RequireTokens, bool Insecure)
{
    /// <summary>Whether only this machine can connect.</summary>
    public bool LoopbackOnly => Urls.All(u => ListenUrl.Parse(u) is { IsLoopback: true });

    /// <summary>For <see cref="AccessOptions.OpenWithoutTokens"/>.</summary>
    public bool OpenWithoutTokens => !RequireTokens && (LoopbackOnly || Insecure);
}
