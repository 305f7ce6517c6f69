using ChaosService.Proxies.Mqtt.Packets;

namespace ChaosService.Tests.Proxies.Mqtt;

/// <summary>By the examples of MQTT 3.1.1, 4.7.</summary>
public sealed class TopicFilterTests
{
    [Theory]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1/ranking", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player2", false)]
    [InlineData("sport/#", "sport", true)]
    [InlineData("#", "sport/tennis", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player1/ranking", false)]
    [InlineData("sport/+", "sport", false)]
    [InlineData("sport/+", "sport/", true)]
    [InlineData("+/+", "/finance", true)]
    [InlineData("/+", "/finance", true)]
    [InlineData("+", "/finance", false)]
    [InlineData("sport", "Sport", false)]
    [InlineData("sport", "sport/tennis", false)]
    [InlineData("#", "$SYS/monitor/Clients", false)]
    [InlineData("+/monitor/Clients", "$SYS/monitor/Clients", false)]
    [InlineData("$SYS/#", "$SYS/monitor/Clients", true)]
    public void Topic_matches_or_not(string filter, string topic, bool matches) =>
        Assert.Equal(matches, TopicFilter.Matches(filter, topic));

    [Theory]
    [InlineData("#", true)]
    [InlineData("+/tennis/#", true)]
    [InlineData("/", true)]
    [InlineData("", false)]
    [InlineData("sport/tennis#", false)]
    [InlineData("sport/tennis/#/ranking", false)]
    [InlineData("sport+", false)]
    public void Filter_is_valid_or_not(string filter, bool isValid) => Assert.Equal(isValid, TopicFilter.IsValid(filter));

    [Theory]
    [InlineData("#")]
    [InlineData("+/tennis/#")]
    [InlineData("/+")]
    [InlineData("$SYS/+/x")]
    public void Example_matches(string filter) => Assert.True(TopicFilter.Matches(filter, TopicFilter.Example(filter)));
}
