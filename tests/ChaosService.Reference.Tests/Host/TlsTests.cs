using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ChaosService.Reference.Host.Settings;

namespace ChaosService.Reference.Tests.Host;

/// <summary>Nodes that speak TLS with each other.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Cluster_works_over_tls()
    {
        var files = Files("cluster");
        await using var cluster = await TestCluster.StartAsync(3, s => s with { Tls = files });

        Assert.Equal(204, (await cluster.WriteAsync(1, "cpu x=1i 1")).Status);

        foreach (var id in cluster.Ids) Assert.Equal(1, await cluster.CountAsync(id, "cpu"));
    }

    [Fact]
    public async Task Node_that_another_authority_has_signed_is_not_let_in()
    {
        var (ours, theirs) = (Files("ours"), Files("theirs"));
        await using var cluster = await TestCluster.StartUnregisteredAsync(
            3, s => s with { Tls = s.NodeId == 3 ? theirs : ours, RequestLimit = TimeSpan.FromSeconds(2) });

        await TestCluster.EventuallyAsync(
            () => cluster.SendAsync(1, HttpMethod.Get, "/api/v3/cluster/nodes"), r => r.Status == 200 && r.Json.GetArrayLength() == 2);

        Assert.Equal(503, (await cluster.SendAsync(3, HttpMethod.Get, "/api/v3/cluster/nodes")).Status);
    }

    private TlsFiles Files(string name)
    {
        var (from, to) = (DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(150));
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest($"CN={name} authority", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = authorityRequest.CreateSelfSigned(from, to);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, from, to, [1, 2, 3]);
        var files = new TlsFiles(_folder.Of($"{name}.crt"), _folder.Of($"{name}.key"), _folder.Of($"{name}.ca"));
        File.WriteAllText(files.Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(files.Key, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(files.Authority, authority.ExportCertificatePem());
        return files;
    }
}
