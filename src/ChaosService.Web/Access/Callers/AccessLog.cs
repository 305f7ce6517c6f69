using ChaosService.Engine.Tokens;
using ChaosService.Service.Audit;
using Microsoft.Extensions.Logging;

namespace ChaosService.Web.Access.Callers;

/// <summary>Log events of access: 5800–5899.</summary>
internal static partial class AccessLog
{
    [LoggerMessage(5800, LogLevel.Warning, "A token that is {State} was shown from {Address}; it names {Token}")]
    public static partial void WrongToken(this ILogger log, TokenState state, string token, string address);

    [LoggerMessage(5801, LogLevel.Error, "Not in the audit log: {Who} {What} from {Address}, {Result}: {Reason}")]
    public static partial void NotAudited(this ILogger log, string who, string what, string address, AuditResult result, string reason);

    [LoggerMessage(5810, LogLevel.Information, "The certificate in {File} is served from now on; it is valid until {Until:u}")]
    public static partial void CertificateTaken(this ILogger log, string file, DateTime until);

    [LoggerMessage(5811, LogLevel.Error, "The changed certificate is not taken, and the old one served on: {Problems}")]
    public static partial void CertificateNotTaken(this ILogger log, string problems);

    [LoggerMessage(5812, LogLevel.Warning, "Attention: {Warning}")]
    public static partial void CertificateEnds(this ILogger log, string warning);
}
