using ChaosService.Service.Options;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Web.Access.Tls;

namespace ChaosService.Tests.Web.Access.Tls;

public sealed class CertificateFilesTests : IDisposable
{
    private readonly TempDirectory _files = new();
    private readonly TestCa _ca = new();

    private string Pem => _files.File("cert.pem");

    private string Key => _files.File("key.pem");

    public void Dispose()
    {
        _ca.Dispose();
        _files.Dispose();
    }

    [Fact]
    public void Certificate_and_key_are_taken_in_every_form()
    {
        var one = _ca.Issue();
        File.WriteAllText(Pem, one.Pem + "\n" + _ca.Pem);
        File.WriteAllText(Key, one.Key);
        File.WriteAllText(_files.File("both.pem"), one.Key + "\n" + one.Pem);
        File.WriteAllText(_files.File("locked.pem"), one.EncryptedKey);
        File.WriteAllBytes(_files.File("cert.pfx"), one.Pfx);

        foreach (var options in new TlsOptions[]
        {
            new() { Certificate = Pem, Key = Key },
            new() { Certificate = _files.File("both.pem") },
            new() { Certificate = Pem, Key = _files.File("locked.pem"), Password = TestCertificate.Password },
            new() { Certificate = _files.File("cert.pfx"), Password = TestCertificate.Password },
        })
        {
            var load = Load(options);
            Assert.Empty(load.Problems);
            Assert.Equal(one.Serial, load.Context!.TargetCertificate.SerialNumber);
        }
    }

    [Fact]
    public void Files_that_are_not_there_are_all_named() => Assert.Equal(
        [$"tls.certificate: there is no such file: \"{Pem}\"; "
            + $"check the path", $"tls.key: there is no such file: \"{Key}\"; check the path"],
        Load(new() { Certificate = Pem, Key = Key }).Problems);

    [Fact]
    public void Key_of_another_certificate_is_refused()
    {
        File.WriteAllText(Pem, _ca.Issue().Pem);
        File.WriteAllText(Key, _ca.Issue().Key);

        Assert.Contains("is not the key of the certificate in", Assert.Single(Load(new() { Certificate = Pem, Key = Key }).Problems));
    }

    [Theory]
    [InlineData(-1, -20, "expired at", "; renew it")]
    [InlineData(20, 10, "is not valid before", "; check this machine's clock (")]
    public void Certificate_of_another_time_is_refused(double days, double fromDays, string problem, string fix)
    {
        var load = LoadPair(_ca.Issue(days, fromDays));

        Assert.Null(load.Context);
        Assert.Contains(problem, Assert.Single(load.Problems));
        Assert.Contains(fix, load.Problems[0]);
    }

    [Fact]
    public void Certificate_for_clients_is_refused() =>
        Assert.Contains("was not made for servers", Assert.Single(LoadPair(_ca.Issue(forServers: false)).Problems));

    [Theory]
    [InlineData("", "is neither PEM nor a PKCS#12 file")]
    [InlineData("-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n", "cannot be read as certificates")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "holds no certificate")]
    public void File_that_is_no_certificate_is_refused(string text, string problem)
    {
        File.WriteAllText(Pem, text);

        Assert.Contains(problem, Assert.Single(Load(new() { Certificate = Pem }).Problems));
    }

    [Fact]
    public void Certificate_without_a_key_is_refused()
    {
        File.WriteAllText(Pem, _ca.Pem);

        Assert.Contains("holds no private key", Assert.Single(Load(new() { Certificate = Pem }).Problems));
    }

    [Fact]
    public void Wrong_password_is_named_without_showing_it()
    {
        var one = _ca.Issue();
        File.WriteAllBytes(_files.File("cert.pfx"), one.Pfx);
        File.WriteAllText(Pem, one.Pem);
        File.WriteAllText(Key, one.EncryptedKey);

        foreach (var load in new[]
        {
            Load(new() { Certificate = _files.File("cert.pfx"), Password = "hunter2" }),
            Load(new() { Certificate = Pem, Key = Key, Password = "hunter2" }),
        })
        {
            Assert.Contains("CHAOSSERVICE__TLS__PASSWORD", Assert.Single(load.Problems));
            Assert.DoesNotContain("hunter2", load.Problems[0]);
        }
    }

    [Theory]
    [InlineData(15, null)]
    [InlineData(13, "expires at")]
    public void End_is_announced_two_weeks_before(double days, string? warning)
    {
        var certificate = LoadPair(_ca.Issue(days)).Context!.TargetCertificate;

        Assert.Equal(warning is not null, CertificateRules.Warning(certificate, Pem, TestCa.Now)?.Contains(warning!) == true);
        Assert.Contains("expired at", CertificateRules.Warning(certificate, Pem, TestCa.Now.AddDays(days + 1)));
    }

    private CertificateLoad LoadPair(TestCertificate one)
    {
        File.WriteAllText(Pem, one.Pem);
        File.WriteAllText(Key, one.Key);
        return Load(new() { Certificate = Pem, Key = Key });
    }

    private static CertificateLoad Load(TlsOptions options) => CertificateFiles.Load(options, TestCa.Now);
}
