using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ChaosService.Service.Options;

namespace ChaosService.Web.Access.Tls;

/// <summary>The contents of a certificate's files.</summary>
/// <param name="Context">The certificate to serve; null when there are problems.</param>
/// <param name="Problems">Every reason why it cannot be served, each with its option and the fix.</param>
internal sealed record CertificateLoad(SslStreamCertificateContext? Context, IReadOnlyList<string> Problems);

/// <summary>Reads a certificate and its key from their files. Never throws because of their contents.</summary>
internal static class CertificateFiles
{
    private const string Begin = "-----BEGIN ";
    private const string PrivateKey = "PRIVATE KEY-----";

    /// <summary>The bytes of all configured files, to detect changes. A file that cannot be read counts as empty.</summary>
    public static byte[] Fingerprint(TlsOptions options) =>
        SHA256.HashData([.. new[] { options.Certificate, options.Key }.Where(f => f.Length > 0).SelectMany(f => Read("", f, []) ?? [])]);

    public static CertificateLoad Load(TlsOptions options, DateTimeOffset now)
    {
        List<string> problems = [];
        var certificate = Read("tls.certificate", options.Certificate, problems);
        var key = options.Key.Length == 0 ? null : Read("tls.key", options.Key, problems);
        if (problems.Count > 0) return new CertificateLoad(null, problems);
        var (leaf, issuers) = Text(certificate!) is { } pem
            ? FromPem(options, pem, key is null ? pem : Text(key) ?? "", problems)
            : FromPkcs12(options, certificate!, problems);
        if (leaf is not null) problems.AddRange(CertificateRules.Problems(leaf, options.Certificate, now));
        return new CertificateLoad(
            problems.Count == 0 ? SslStreamCertificateContext.Create(leaf!, issuers, offline: true) : null, problems);
    }

    private static byte[]? Read(string option, string file, List<string> problems)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            problems.Add($"{option}: there is no such file: \"{file}\"; check the path");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{option}: the file cannot be read: \"{file}\" ({e.Message.TrimEnd('.')}); let the service's user read it");
        }
        return null;
    }

    /// <summary>Null when it is not PEM.</summary>
    private static string? Text(byte[] bytes) =>
        Encoding.ASCII.GetString(bytes) is var text && text.Contains(Begin, StringComparison.Ordinal) ? text : null;

    private static (X509Certificate2? Leaf, X509Certificate2Collection Issuers) FromPem(
        TlsOptions options, string pem, string key, List<string> problems)
    {
        var all = new X509Certificate2Collection();
        try
        {
            all.ImportFromPem(pem);
        }
        catch (CryptographicException e)
        {
            problems.Add(
                $"tls.certificate: \"{options.Certificate}\" cannot be read as certificates ({e.Message.TrimEnd('.')}); give the PEM file "
                    + $"as your CA made it");
            return (null, all);
        }
        if (all.Count == 0)
        {
            problems.Add(
                $"tls.certificate: \"{options.Certificate}\" holds no certificate; name the file that begins with {Begin}CERTIFICATE-----");
            return (null, all);
        }
        var keyFile = options.Key.Length > 0 ? options.Key : options.Certificate;
        if (!key.Contains(PrivateKey, StringComparison.Ordinal))
        {
            problems.Add($"tls.key: \"{keyFile}\" holds no private key; name the PEM file with the certificate's key");
            return (null, all);
        }
        all.RemoveAt(0);
        return (WithKey(options, pem, key, keyFile, problems), all);
    }

    private static X509Certificate2? WithKey(TlsOptions options, string pem, string key, string keyFile, List<string> problems)
    {
        var encrypted = key.Contains("ENCRYPTED", StringComparison.Ordinal);
        try
        {
            return encrypted
                ? X509Certificate2.CreateFromEncryptedPem(pem, key, options.Password)
                : X509Certificate2.CreateFromPem(pem, key);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            problems.Add(encrypted
                ? $"tls.key: \"{keyFile}\" is encrypted and tls.password does not open it; set the right one as CHAOSSERVICE__TLS__PASSWORD"
                : $"tls.key: \"{keyFile}\" is not the key of the certificate in \"{options.Certificate}\" ({e.Message.TrimEnd('.')}); "
                    + $"give the two files that belong together");
            return null;
        }
    }

    private static (X509Certificate2? Leaf, X509Certificate2Collection Issuers) FromPkcs12(
        TlsOptions options, byte[] bytes, List<string> problems)
    {
        var all = new X509Certificate2Collection();
        try
        {
            all = X509CertificateLoader.LoadPkcs12Collection(bytes, options.Password);
        }
        catch (CryptographicException)
        {
            problems.Add(
                $"tls.certificate: \"{options.Certificate}\" is neither PEM nor a PKCS#12 file that tls.password opens; set the right "
                    + $"password as CHAOSSERVICE__TLS__PASSWORD, or name a PEM file");
            return (null, all);
        }
        var leaf = all.FirstOrDefault(c => c.HasPrivateKey);
        if (leaf is null) problems.Add($"tls.certificate: \"{options.Certificate}\" holds no private key; export it with its key");
        else all.Remove(leaf);
        return (leaf, all);
    }
}
