using ChaosService.Engine.Tokens;
using ChaosService.Model.Configuration;
using ChaosService.Service.Options;
using ChaosService.Service.Options.Texts;
using ChaosService.Web.Access.Callers;
using ChaosService.Web.Access.Listening;

namespace ChaosService.Web.Access;

/// <summary>From the service's options to who may reach it.</summary>
internal static class ServiceAccess
{
    /// <summary>Throws <see cref="BadInputException"/> with every reason why the service must not listen like this.</summary>
    /// <param name="certificateProblems">Why https cannot be spoken with the certificate that is configured; empty: it can, or none
    /// is.</param>
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
