using ChaosService.Docker.Engine;

namespace ChaosService.Tests.Docker.Engine;

public sealed class EngineEndpointTests
{
    [Theory]
    [InlineData(null, null, "unix:///var/run/docker.sock", "http://docker/")]
    [InlineData("", null, "unix:///var/run/docker.sock", "http://docker/")]
    [InlineData("tcp://10.0.0.1:2375", null, "tcp://10.0.0.1:2375", "http://10.0.0.1:2375/")]
    [InlineData("tcp://10.0.0.1:2376", "1", "tcp://10.0.0.1:2376", "https://10.0.0.1:2376/")]
    public void Environment_says_where_the_engine_is(string? host, string? verify, string address, string http)
    {
        var endpoint =
            EngineEndpoint.FromEnvironment(name => name switch { "DOCKER_HOST" => host, "DOCKER_TLS_VERIFY" => verify, _ => null });
        Assert.Equal(new Uri(address), endpoint.Address);
        Assert.Equal(http, endpoint.Http.ToString());
    }

    [Fact]
    public void Host_that_is_no_address_is_refused_with_the_value_and_the_fix()
    {
        var e =
            Assert.Throws<ArgumentException>(() => EngineEndpoint.FromEnvironment(name => name == "DOCKER_HOST" ? "ssh://me@there" : null));
        Assert.Contains("ssh://me@there", e.Message);
        Assert.Contains("tcp://host:port", e.Message);
    }

    [Theory]
    [InlineData("1.41", "1.41")]
    [InlineData("1.50", "1.50")]
    [InlineData("1.99", ApiVersion.Newest)]
    [InlineData("nonsense", ApiVersion.Newest)]
    public void Version_is_the_engines_up_to_the_newest_that_is_known(string engine, string spoken) =>
        Assert.Equal(spoken, ApiVersion.Negotiate(engine));
}
