using System.Net.Http.Headers;
using System.Text;
using ChaosService.Cli.Remote.Client;
using ChaosService.Docker.Processes;
using ChaosService.Engine.Journal;
using ChaosService.Engine.Tokens;
using ChaosService.Model.Configuration;
using ChaosService.Service.Options;
using ChaosService.Service.Options.Reading;
using ChaosService.Service.Options.Validation;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Web.Access.Tls;

namespace ChaosService.Tests.Host.Serving;

/// <summary>A token, the password of a certificate and its key appear nowhere, whatever a caller does with them.</summary>
public sealed class SecretsTests
{
    [Fact]
    public async Task Secrets_are_in_no_answer_no_log_and_no_file_of_the_state()
    {
        using var ca = new TestCa();
        using var files = new TempDirectory();
        using var state = new TempDirectory();
        var certificate = ca.Issue();
        await File.WriteAllBytesAsync(files.File("cert.pfx"), certificate.Pfx, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(files.File("ca.pem"), ca.Pem, TestContext.Current.CancellationToken);
        var options = new ServiceOptions
        {
            RequireTokens = true, Tls = new TlsOptions { Certificate = files.File("cert.pfx"), Password = TestCertificate.Password },
        };
        var token =
            new TokenStore(new StateDatabase(state.Path), TimeProvider.System).Create("ada", Role.Admin, lifetime: null)!.Text.Reveal();

        var answers = new StringBuilder();
        await using (var service = await ServiceUnderTest.StartAsync(options: options, state: state))
        {
            using var http = new HttpClient(new SocketsHttpHandler
            {
                SslOptions = ServerTrust.Of(service.Address, files.File("ca.pem")).Options,
            }) { BaseAddress = service.Address };
            foreach (var authorization in new[] { token, token[..^1] + "x", null })
                foreach (var path in new[] { "/api/v1/runs", $"/api/v1/runs/{token}", $"/api/v1/experiments?token={token}", $"/{token}" })
                    foreach (var method in new[] { HttpMethod.Get, HttpMethod.Put, HttpMethod.Post, HttpMethod.Delete })
                    {
                        using var request = new HttpRequestMessage(method, path);
                        if (authorization is not null)
                            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", authorization);
                        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
                        answers.Append(answer.Headers)
                            .Append(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
                    }
        }

        var written = Directory.EnumerateFiles(state.Path, "*", SearchOption.AllDirectories)
            .ToDictionary(f => Path.GetRelativePath(state.Path, f), f => Encoding.Latin1.GetString(File.ReadAllBytes(f)));
        Assert.Contains(written.Keys, f => f.EndsWith(".log", StringComparison.Ordinal));
        var key = certificate.Key.Split('\n')[1];
        Assert.All(written, file => Assert.All(
            [token, TestCertificate.Password, key], secret => Assert.False(file.Value.Contains(secret), $"{file.Key} holds a secret")));
        Assert.All([TestCertificate.Password, key], secret => Assert.DoesNotContain(secret, answers.ToString()));
        // A caller who writes a token into a path is told the path, and no other token.
        Assert.DoesNotContain(token, OptionText.Of(options).ToJsonString() + options);
    }

    [Fact]
    public void Printed_options_hide_the_password_and_refuse_what_stands_in_its_place()
    {
        var printed =
            OptionText.Of(new ServiceOptions { Tls = new TlsOptions { Certificate = "/c.pfx", Password = "hunter2" } }).ToJsonString();

        Assert.DoesNotContain("hunter2", printed);
        var refusal = Assert.Throws<BadInputException>(() => Configured.Read(printed));
        Assert.Contains("tls.password: \"(secret)\" is what `chaosctl config` prints", refusal.Message);
    }

    [Fact]
    public void Key_without_a_certificate_is_named() =>
        Assert.Contains(
            new ServiceOptionsValidator().Validate(null, new ServiceOptions { Tls = new TlsOptions { Key = "/k.pem" } }).Failures!,
            f => f.StartsWith("tls.certificate: empty", StringComparison.Ordinal));

    [Fact]
    public void Programs_that_are_started_do_not_inherit_the_service_s_configuration()
    {
        var environment = new Dictionary<string, string?>
        {
            ["CHAOSSERVICE__TLS__PASSWORD"] = "hunter2", ["CHAOSSERVICE_TOKEN"] = "cst_x", ["CHAOSSERVICE_HOME"] = "/opt",
            ["PATH"] = "/bin",
        };

        CommandRunner.Forget(environment);

        Assert.Equal(["CHAOSSERVICE_HOME", "PATH"], environment.Keys.Order());
    }
}
