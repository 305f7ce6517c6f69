using ChaosService.Cli.Common;
using ChaosService.Model.Configuration;
using Xunit;

namespace ChaosService.Tests.Cli.Common;

public sealed class AddressOptionsTests
{
    private static readonly Dictionary<string, string> Variables = new()
    {
        ["MERKLEKV_TEST_HOST"] = "kv", ["MERKLEKV_TEST_PORT"] = "7000", ["MQTT_BROKER_HOST"] = "mq",
    };

    [Fact]
    public void Variables_alone_lead_nowhere() =>
        Assert.Null(AddressOptions.Read(asked: false, null, null, Variables.GetValueOrDefault));

    [Fact]
    public void Variables_stand_in_for_what_is_left_out() => Assert.Equal(
        new AddressOptions("kv:7000", "mq:1883"), AddressOptions.Read(asked: true, null, null, Variables.GetValueOrDefault));

    [Fact]
    public void What_is_written_wins() => Assert.Equal(
        "spec.target={ endpoints: ['a:1', 'b:2'], database: merklekv, broker: 'c:3' }",
        AddressOptions.Read(asked: true, "a:1,b:2", "c:3", Variables.GetValueOrDefault)!.Override);

    [Fact]
    public void Broker_that_nobody_names_is_an_error() =>
        Assert.Throws<BadInputException>(() => AddressOptions.Read(asked: true, "a:1", null, _ => null));
}
