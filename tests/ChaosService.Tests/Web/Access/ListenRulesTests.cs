using ChaosService.Web.Access.Listening;

namespace ChaosService.Tests.Web.Access;

public sealed class ListenRulesTests
{
    private const string NoToken =
        "http://0.0.0.0:7400: everybody who can reach this address could break the clusters; make a token with 'chaosctl tokens create "
            + "--name NAME --role admin', or accept that with --insecure";
    private const string NoTls =
        "http://0.0.0.0:7400: tokens and results would cross the network unencrypted; speak https (--tls-certificate, --tls-key), or "
            + "accept that with --insecure";

    private static readonly ListenRequest Nothing = new([], HasCertificate: false, HasTokens: false, RequireTokens: false, Insecure: false);

    [Theory]
    [InlineData("http://127.0.0.1:7400")]
    [InlineData("http://127.3.2.1:0")]
    [InlineData("http://localhost:7400/")]
    [InlineData("http://[::1]:7400")]
    public void Loopback_needs_nothing_and_is_open(string url)
    {
        var request = Nothing with { Urls = [url] };

        Assert.Empty(ListenRules.Validate(request));
        Assert.True(request.LoopbackOnly);
        Assert.True(request.OpenWithoutTokens);
        Assert.False((request with { RequireTokens = true }).OpenWithoutTokens);
    }

    [Theory]
    [InlineData("http://0.0.0.0:7400")]
    [InlineData("http://*:7400")]
    [InlineData("http://[::]:7400")]
    [InlineData("http://192.168.1.7:7400")]
    [InlineData("http://localhost.evil.example:7400")]
    [InlineData("http://chaos.internal:7400")]
    public void Any_other_address_needs_tokens_and_tls(string url)
    {
        var request = Nothing with { Urls = [url] };

        Assert.Equal(
            [NoToken.Replace("http://0.0.0.0:7400", url), NoTls.Replace("http://0.0.0.0:7400", url)], ListenRules.Validate(request));
        Assert.False(request.LoopbackOnly);
        Assert.False(request.OpenWithoutTokens);
    }

    [Theory]
    [InlineData("http://0.0.0.0:7400", false, true, false, NoTls)]
    [InlineData(
        "https://0.0.0.0:7443", true, false, false,
        "https://0.0.0.0:7443: everybody who can reach this address could break the clusters; make a token with 'chaosctl tokens create "
            + "--name NAME --role admin', or accept that with --insecure")]
    [InlineData(
        "https://0.0.0.0:7443", false, true, false, "https://0.0.0.0:7443: https needs a certificate; name one with --tls-certificate")]
    [InlineData("https://0.0.0.0:7443", true, true, false, null)]
    [InlineData("http://0.0.0.0:7400", false, false, true, null)]
    [InlineData(
        "https://0.0.0.0:7443", false, false, true, "https://0.0.0.0:7443: https needs a certificate; name one with --tls-certificate")]
    public void What_is_missing_is_named(string url, bool certificate, bool tokens, bool insecure, string? expected)
    {
        var problems =
            ListenRules.Validate(Nothing with { Urls = [url], HasCertificate = certificate, HasTokens = tokens, Insecure = insecure });

        Assert.Equal(expected is null ? [] : [expected], problems);
    }

    [Theory]
    [InlineData("127.0.0.1:7400")]
    [InlineData("ftp://127.0.0.1:7400")]
    [InlineData("http://127.0.0.1")]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("http://::1:7400")]
    [InlineData("http://127.0.0.1:7400/path")]
    public void What_is_no_address_is_refused_even_with_insecure(string url) => Assert.Equal(
        [$"{url}: not an address to listen on; write http://HOST:PORT or https://HOST:PORT, such as http://127.0.0.1:7400"],
        ListenRules.Validate(Nothing with { Urls = [url], Insecure = true }));

    [Fact]
    public void One_open_address_among_several_is_found() =>
        Assert.Equal([NoToken, NoTls], ListenRules.Validate(Nothing with { Urls = ["http://127.0.0.1:7400", "http://0.0.0.0:7400"] }));

    [Fact]
    public void Required_tokens_must_exist_or_nobody_could_come_in() => Assert.Equal(
        ["tokens are required and there are none; make one with 'chaosctl tokens create --name NAME --role admin'"],
        ListenRules.Validate(Nothing with { Urls = ["http://127.0.0.1:7400"], RequireTokens = true }));
}
