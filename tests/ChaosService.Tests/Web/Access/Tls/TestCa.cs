using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ChaosService.Tests.Web.Access.Tls;

/// <summary>A CA of a test's own.</summary>
internal sealed class TestCa : IDisposable
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;
    private byte _serial;

    public TestCa(string name = "test CA")
    {
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        _certificate = request.CreateSelfSigned(Now - TimeSpan.FromDays(3650), Now + TimeSpan.FromDays(3650));
    }

    public static DateTimeOffset Now { get; } = TimeProvider.System.GetUtcNow();

    public string Pem => _certificate.ExportCertificatePem();

    /// <summary>For localhost and 127.0.0.1, unless a name is given; valid from yesterday.</summary>
    public TestCertificate Issue(double days = 90, double fromDays = -1, string? name = null, bool forServers = true)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=chaosservice", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name ?? "localhost");
        if (name is null) names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid(forServers ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2")], critical: false));
        using var signed = request.Create(_certificate, Now + fromDays * Day, Now + days * Day, [++_serial]);
        using var whole = signed.CopyWithPrivateKey(key);
        return new TestCertificate(
            signed.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem(),
            key.ExportEncryptedPkcs8PrivateKeyPem(
                TestCertificate.Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)),
            whole.Export(X509ContentType.Pkcs12, TestCertificate.Password)!, signed.SerialNumber);
    }

    public void Dispose()
    {
        _key.Dispose();
        _certificate.Dispose();
    }
}

/// <summary>A certificate in every form in which users have them.</summary>
internal sealed record TestCertificate(string Pem, string Key, string EncryptedKey, byte[] Pfx, string Serial)
{
    public const string Password = "correct horse battery staple";
}
