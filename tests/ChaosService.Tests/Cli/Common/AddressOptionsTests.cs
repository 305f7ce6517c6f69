using ChaosService.Cli.Common;
using ChaosService.Model.Configuration;
using Xunit;

namespace ChaosService.Tests.Cli.Common;

public sealed class AddressOptionsTests
{
    private static readonly Dictionary<string, string> Variables = new()
    {
        ["MERKLEKV_TEST_HOST"] = "kv", ["MERKLEKV_TEST_PORT"] = "7000", ["MQTT_BROKER_HOST"] = "mq",
        ["MQTT_TOPIC_PREFIX"] = "mine",
    };

    [Fact]
    public void Variables_alone_lead_nowhere() =>
        Assert.Null(AddressOptions.Read(asked: false, null, null, null, Variables.GetValueOrDefault));

    [Fact]
    public void Variables_stand_in_for_what_is_left_out() => Assert.Equal(
        new AddressOptions("kv:7000", "mq:1883", "mine"), AddressOptions.Read(asked: true, null, null, null, Variables.GetValueOrDefault));

    [Fact]
    public void What_is_written_wins() => Assert.Equal(
        "spec.target={ endpoints: ['a:1', 'b:2'], database: merklekv, broker: 'c:3', topicPrefix: 'd' }",
        AddressOptions.Read(asked: true, "a:1,b:2", "c:3", "d", Variables.GetValueOrDefault)!.Override);

    [Fact]
    public void Broker_that_nobody_names_is_an_error() =>
        Assert.Throws<BadInputException>(() => AddressOptions.Read(asked: true, "a:1", null, null, _ => null));

    [Fact]
    public void Without_a_prefix_the_target_has_none() => Assert.Equal(
        "spec.target={ endpoints: ['a:1'], database: merklekv, broker: 'c:3' }",
        AddressOptions.Read(asked: true, "a:1", "c:3", null, _ => null)!.Override);

    [Fact]
    public void Repeat_needs_no_environment() => Assert.Equal(
        " --endpoints kv:7000 --broker mq:1883 --topic-prefix mine",
        AddressOptions.Read(asked: true, null, null, null, Variables.GetValueOrDefault)!.Written);

    [Theory]
    [InlineData("c:3", null)]
    [InlineData(null, "mine")]
    public void What_goes_with_addresses_is_an_error_without_them(string? broker, string? topicPrefix) =>
        Assert.Throws<BadInputException>(() => AddressOptions.Read(asked: false, null, broker, topicPrefix, _ => null));
}
