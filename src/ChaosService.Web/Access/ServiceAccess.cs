using ChaosService.Engine.Tokens;
using ChaosService.Model.Configuration;
using ChaosService.Service.Options;
using ChaosService.Service.Options.Texts;
using ChaosService.Web.Access.Callers;
using ChaosService.Web.Access.Listening;

namespace ChaosService.Web.Access;

/// <summary>Derives the access options from the service's options.</summary>
internal static class ServiceAccess
{
    /// <summary>Throws <see cref="BadInputException"/> with every reason why the service must not listen in this way.</summary>
    /// <param name="certificateProblems">Why https is impossible with the configured certificate; empty: it is possible, or none is
    /// configured.</param>
    public static AccessOptions Of(ServiceOptions options, TokenStore tokens, IReadOnlyList<string> certificateProblems)
    {
        var scheme = options.Tls.Enabled ? "https" : "http";
        var listen = new ListenRequest(
            [$"{scheme}://{options.Address}"], options.Tls.Enabled, tokens.Read().Any, options.RequireTokens, options.Insecure);
        List<string> problems = [.. ListenRules.Validate(listen), .. certificateProblems];
        if (problems.Count > 0) throw new BadInputException(string.Join('\n', problems));
        return new AccessOptions
        {
            StateDirectory = options.State,
            OpenWithoutTokens = listen.OpenWithoutTokens,
            LoopbackOnly = listen.LoopbackOnly,
            HostNames = NameList.Parse(options.HostNames),
            BodyBytesMax = options.BodyLimitKib * 1024L,
        };
    }
}
