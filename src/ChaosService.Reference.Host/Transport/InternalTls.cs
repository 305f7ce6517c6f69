using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ChaosService.Reference.Host.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace ChaosService.Reference.Host.Transport;

/// <summary>Mutual TLS between nodes, with certificates signed by one authority. No other certificate is trusted.</summary>
internal sealed class InternalTls(TlsFiles files) : IDisposable
{
    private readonly X509Certificate2 _own = X509Certificate2.CreateFromPemFile(files.Certificate, files.Key);
    private readonly X509Certificate2 _authority = X509CertificateLoader.LoadCertificateFromFile(files.Authority);

    public void Apply(HttpsConnectionAdapterOptions https)
    {
        https.ServerCertificate = _own;
        https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
        https.ClientCertificateValidation = (certificate, _, _) => IsTrusted(certificate);
    }

    /// <summary>The other node's certificate must also be valid for its name.</summary>
    public SslClientAuthenticationOptions ForClient() => new()
    {
        ClientCertificates = [_own],
        LocalCertificateSelectionCallback = (_, _, _, _, _) => _own,
        EnabledSslProtocols = SslProtocols.None,
        CertificateChainPolicy = Policy(),
    };

    public void Dispose()
    {
        _own.Dispose();
        _authority.Dispose();
    }

    private bool IsTrusted(X509Certificate2 certificate)
    {
        using var chain = new X509Chain { ChainPolicy = Policy() };
        return chain.Build(certificate);
    }

    private X509ChainPolicy Policy() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { _authority },
        RevocationMode = X509RevocationMode.NoCheck,
    };
}
