using ChaosService.Architecture.Tests.Source;

namespace ChaosService.Architecture.Tests.Tidy;

public sealed class LogEventsTests
{
    [Fact]
    public void Ids_are_unique_and_in_range() => Rule.Holds(LogEvents.Violations([.. Repository.Sources.SelectMany(LogEvents.In)]));

    [Theory]
    [InlineData("[LoggerMessage(LogLevel.Debug, \"x\")]", "a log event without an id")]
    [InlineData("[LoggerMessage(2001, LogLevel.Debug, \"x\")]", "id 2001 is not of ChaosService.Engine's range")]
    [InlineData("[LoggerMessage(EventId = 5000, Level = LogLevel.Debug)]", "id 5000 is not of ChaosService.Engine's range")]
    [InlineData("[LoggerMessage(Level = LogLevel.Debug, EventId = 5000)]", "id 5000 is not of ChaosService.Engine's range")]
    [InlineData(
        "[LoggerMessage(4001, LogLevel.Debug, \"x\")] [LoggerMessage(4001, LogLevel.Debug, \"y\")]",
        "id 4001 is taken by src/ChaosService.Engine/A.cs")]
    public void Bad_id_is_found(string code, string expected) =>
        Rule.Finds(Violations(code), $"src/ChaosService.Engine/A.cs:1: {expected}");

    [Fact]
    public void Good_ids_are_not() =>
        Rule.Finds(Violations("[LoggerMessage(4001, LogLevel.Debug, \"x\")] [LoggerMessage(EventId = 4002, Level = LogLevel.Error)]"));

    private static IEnumerable<string> Violations(string code) =>
        LogEvents.Violations([.. LogEvents.In(new("src/ChaosService.Engine/A.cs", code))]);
}
