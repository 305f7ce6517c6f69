using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ChaosService.Model.Configuration;

namespace ChaosService.Cli.Remote.Client;

/// <summary>Whether the certificate of an https service is trusted: by this machine's CAs, or only by those of a file.</summary>
/// <param name="roots">Null: this machine's CAs.</param>
internal sealed class ServerTrust(Uri server, X509Certificate2Collection? roots)
{
    public const string Variable = "CHAOSSERVICE_CA";

    /// <summary>Why the certificate was not trusted, and the fix; null when it was, or was not checked.</summary>
    public string? Refusal { get; private set; }

    public SslClientAuthenticationOptions Options =>
        new() { CertificateChainPolicy = Policy(), RemoteCertificateValidationCallback = Check };

    /// <summary>Throws <see cref="BadInputException"/> when the file contains no certificate.</summary>
    public static ServerTrust Of(Uri server, string? caFile)
    {
        if (caFile is null) return new ServerTrust(server, null);
        var roots = new X509Certificate2Collection();
        try
        {
            var bytes = File.ReadAllBytes(caFile);
            var text = System.Text.Encoding.ASCII.GetString(bytes);
            if (text.Contains("-----BEGIN ", StringComparison.Ordinal)) roots.ImportFromPem(text);
            else roots.Add(X509CertificateLoader.LoadCertificate(bytes));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new BadInputException(
                $"--ca: no certificate can be read from \"{caFile}\" ({e.Message.TrimEnd('.')}); name the PEM file of the CA that made "
                    + $"the service's certificate");
        }
        return roots.Count > 0
            ? new ServerTrust(server, roots)
            : throw new BadInputException(
                $"--ca: \"{caFile}\" holds no certificate; name the PEM file of the CA that made the service's certificate");
    }

    private X509ChainPolicy? Policy()
    {
        if (roots is null) return null;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }

    private bool Check(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None) return true;
        var at = server.GetLeftPart(UriPartial.Authority);
        Refusal = certificate is not X509Certificate2 leaf ? $"{at} shows no certificate; is it a ChaosService?"
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            ? $"the certificate of {at} is for {Names(leaf)}; use one of these names, or have a certificate made for '{server.Host}'"
            : Is(chain, X509ChainStatusFlags.NotTimeValid)
            ? $"the certificate of {at} is valid from {leaf.NotBefore.ToUniversalTime():u} to {leaf.NotAfter.ToUniversalTime():u}; renew "
                + $"it there, or set this machine's clock"
            : $"the certificate of {at} is not trusted: it was made by '{leaf.Issuer}', which "
                + $"{(roots is null ? "this machine does not know" : "is not in the file that --ca names")}; "
              + $"give the certificate of the CA that made it, as a PEM file, with --ca FILE or {Variable}";
        return false;
    }

    private static bool Is(X509Chain? chain, X509ChainStatusFlags flag) => chain?.ChainStatus.Any(s => s.Status.HasFlag(flag)) == true;

    private static string Names(X509Certificate2 leaf)
    {
        var other = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        List<string> names = other is null ? [] : [.. other.EnumerateDnsNames(), .. other.EnumerateIPAddresses().Select(a => a.ToString())];
        return names.Count > 0 ? string.Join(", ", names) : "no name at all";
    }
}
