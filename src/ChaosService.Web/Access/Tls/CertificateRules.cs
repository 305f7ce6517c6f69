using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ChaosService.Web.Access.Tls;

/// <summary>Whether a certificate can be served at a given time. Pure.</summary>
internal static class CertificateRules
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>How long before its expiry a warning appears: working renewals come weeks before.</summary>
    private static readonly TimeSpan SoonExpired = TimeSpan.FromDays(14);

    /// <summary>Every reason why clients would refuse it, whoever issued it.</summary>
    public static IEnumerable<string> Problems(X509Certificate2 certificate, string file, DateTimeOffset now)
    {
        var (from, to) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
        if (now.UtcDateTime < from)
            yield return $"tls.certificate: \"{file}\" is not valid before {Text(from)}; check this machine's clock "
                + $"({Text(now.UtcDateTime)}), or use one that is valid now";
        if (now.UtcDateTime >= to) yield return $"tls.certificate: \"{file}\" expired at {Text(to)}; renew it";
        var usage = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault();
        if (usage?.EnhancedKeyUsages.OfType<Oid>().Any(o => o.Value == ServerAuthentication) == false)
            yield return $"tls.certificate: \"{file}\" was not made for servers; ask its CA for one with the usage serverAuth";
    }

    /// <summary>Null when nothing needs to be done soon.</summary>
    public static string? Warning(X509Certificate2 certificate, string file, DateTimeOffset now)
    {
        var to = certificate.NotAfter.ToUniversalTime();
        return now.UtcDateTime >= to ? $"the certificate in {file} expired at {Text(to)}: clients refuse it; renew it"
            : to - now.UtcDateTime <= SoonExpired
            ? $"the certificate in {file} expires at {Text(to)}; renew it: the new files are taken up without a restart"
            : null;
    }

    private static string Text(DateTime utc) => $"{utc:yyyy-MM-dd HH:mm:ss} UTC";
}
