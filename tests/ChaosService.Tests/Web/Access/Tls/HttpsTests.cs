using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using ChaosService.Cli.Remote.Client;
using ChaosService.Contracts;
using ChaosService.Engine.Journal;
using ChaosService.Engine.Tokens;
using ChaosService.Model.Configuration;
using ChaosService.Service.Options;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Host.Serving;
using ChaosService.Tests.Service.Scheduling;
using ChaosService.Tests.Web.Grpc;
using ChaosService.Web.Access.Callers;
using ChaosService.Web.Access.Tls;
using V1 = ChaosService.Contracts.V1;
using static ChaosService.Tests.Web.Grpc.GrpcClient;

namespace ChaosService.Tests.Web.Access.Tls;

/// <summary>The service over https, with handshakes as they are.</summary>
public sealed class HttpsTests : IDisposable
{
    private readonly TempDirectory _files = new();
    private readonly TestCa _ca = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string CaFile => _files.File("ca.pem");

    public void Dispose()
    {
        _ca.Dispose();
        _files.Dispose();
    }

    [Fact]
    public async Task Client_that_knows_the_ca_is_answered_over_HTTP_2()
    {
        await using var service = await StartAsync(_ca.Issue());
        using var http = new HttpClient(new SocketsHttpHandler { SslOptions = ServerTrust.Of(service.Address, CaFile).Options });

        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(service.Address, "/healthz"))
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var answer = await http.SendAsync(request, Cancellation);

        Assert.Equal("https", service.Address.Scheme);
        Assert.Equal((HttpStatusCode.OK, HttpVersion.Version20), (answer.StatusCode, answer.Version));
        Assert.Equal("max-age=2592000", answer.Headers.GetValues("Strict-Transport-Security").Single());
    }

    [Fact]
    public async Task Call_over_gRPC_is_answered_on_the_same_port()
    {
        await using var service = await StartAsync(_ca.Issue());
        using var grpc = new GrpcClient(service.Address, tls: ServerTrust.Of(service.Address, CaFile).Options);

        Assert.Empty((await grpc.Runs.ListRunsAsync(new V1.ListRunsRequest(), Call)).Runs);
    }

    [Fact]
    public async Task Command_line_client_speaks_https()
    {
        await using var service = await StartAsync(_ca.Issue());
        using var client = new ServiceClient(service.Address.ToString(), CaFile);

        Assert.NotEmpty(await client.GetAsync<IReadOnlyList<TargetReply>>("targets", Cancellation));
    }

    [Fact]
    public async Task Certificate_of_an_unknown_ca_is_refused_with_what_to_do()
    {
        await using var service = await StartAsync(_ca.Issue());
        using var other = new TestCa("somebody else");
        File.WriteAllText(_files.File("other.pem"), other.Pem);

        var unknown = await RefusalAsync(service, null);
        var wrong = await RefusalAsync(service, _files.File("other.pem"));

        Assert.Contains(
            "is not trusted: it was made by 'CN=test CA', which this machine does not know; give the certificate of the CA that made it, "
                + "as a PEM file, with --ca FILE or CHAOSSERVICE_CA",
            unknown);
        Assert.Contains("which is not in the file that --ca names", wrong);
    }

    [Fact]
    public async Task Certificate_for_another_name_is_refused_naming_both()
    {
        await using var service = await StartAsync(_ca.Issue(name: "chaos.example"));

        Assert.Contains(
            "is for chaos.example; use one of these names, or have a certificate made for '127.0.0.1'",
            await RefusalAsync(service, CaFile));
    }

    [Fact]
    public async Task Certificate_that_expired_while_it_was_served_is_refused_by_clients()
    {
        // The service believes that it is a month ago.
        await using var service = await StartAsync(_ca.Issue(days: -1, fromDays: -60), new ShiftedClock(TestCa.Now.AddDays(-30)));

        Assert.Contains("; renew it there, or set this machine's clock", await RefusalAsync(service, CaFile));
    }

    [Fact]
    public async Task Renewed_certificate_is_served_without_a_restart_and_a_wrong_one_is_not()
    {
        var (first, second) = (_ca.Issue(), _ca.Issue());
        await using var service = await StartAsync(first);
        var certificate = service.Part<ServerCertificate>();
        Assert.Equal(first.Serial, await ServedAsync(service));

        // As a renewal does: one file after the other.
        Write(second with { Key = first.Key });
        certificate.Refresh();
        var between = await ServedAsync(service);
        Write(second);
        certificate.Refresh();

        Assert.Equal((first.Serial, second.Serial), (between, await ServedAsync(service)));
    }

    [Fact]
    public async Task Cookie_of_a_page_never_leaves_https()
    {
        using var state = new TempDirectory();
        var token =
            new TokenStore(new StateDatabase(state.Path), TimeProvider.System).Create("ada", Role.Viewer, lifetime: null)!.Text.Reveal();
        await using var service = await StartAsync(_ca.Issue(), state: state);
        using var http = new HttpClient(
            new SocketsHttpHandler { SslOptions = ServerTrust.Of(service.Address, CaFile).Options, AllowAutoRedirect = false });

        using var form = new FormUrlEncodedContent([new("token", token)]);
        using var answer = await http.PostAsync(new Uri(service.Address, SignInAddress.In), form, Cancellation);

        Assert.Contains("; secure;", answer.Headers.GetValues("Set-Cookie").Single());
    }

    [Fact]
    public async Task Service_with_a_certificate_that_cannot_be_served_does_not_start()
    {
        using var expired = new TempDirectory();
        Write(_ca.Issue(days: -1, fromDays: -60));

        var refusal = await Assert.ThrowsAsync<BadInputException>(
            () => ServiceUnderTest.StartAsync(options: new ServiceOptions { Tls = Options }, state: expired));

        Assert.Contains("expired at", refusal.Message);
    }

    [Fact]
    public async Task Wrong_scheme_is_told_from_no_service()
    {
        await using var https = await StartAsync(_ca.Issue());
        await using var http = await ServiceUnderTest.StartAsync();

        Assert.Contains(
            "name it with https:// if it was started with a certificate", await RefusalAsync($"http://{https.Address.Authority}", null));
        Assert.Contains(
            "name it with http:// if it was started without a certificate", await RefusalAsync($"https://{http.Address.Authority}", null));
    }

    [Theory]
    [InlineData("nothing.pem", "no certificate can be read from")]
    [InlineData("empty.pem", "holds no certificate")]
    public void Ca_file_without_a_certificate_is_refused(string name, string problem)
    {
        File.WriteAllText(_files.File("empty.pem"), "-----BEGIN NOTHING-----\n");

        Assert.Contains(
            problem, Assert.Throws<BadInputException>(() => new ServiceClient("https://localhost:1", _files.File(name))).Message);
    }

    private TlsOptions Options => new() { Certificate = _files.File("cert.pem"), Key = _files.File("key.pem") };

    private void Write(TestCertificate one)
    {
        File.WriteAllText(Options.Certificate, one.Pem);
        File.WriteAllText(Options.Key, one.Key);
        File.WriteAllText(CaFile, _ca.Pem);
    }

    private Task<ServiceUnderTest> StartAsync(TestCertificate one, TimeProvider? time = null, TempDirectory? state = null)
    {
        Write(one);
        return ServiceUnderTest.StartAsync(options: new ServiceOptions { Tls = Options }, time: time, state: state);
    }

    private static Task<string> RefusalAsync(ServiceUnderTest service, string? ca) => RefusalAsync(service.Address.ToString(), ca);

    private static async Task<string> RefusalAsync(string server, string? ca)
    {
        using var client = new ServiceClient(server, ca);
        return (await Assert.ThrowsAsync<IOException>(() => client.GetAsync<object>("targets", Cancellation))).Message;
    }

    /// <summary>The serial number of what a new connection is shown.</summary>
    private static async Task<string> ServedAsync(ServiceUnderTest service)
    {
        using var connection = new System.Net.Sockets.TcpClient();
        await connection.ConnectAsync(service.Address.Host, service.Address.Port, Cancellation);
        string? serial = null;
        await using var stream = new SslStream(
            connection.GetStream(), false, (_, shown, _, _) => (serial = (shown as X509Certificate2)?.SerialNumber) is not null);
        await stream.AuthenticateAsClientAsync("localhost");
        return serial!;
    }
}
