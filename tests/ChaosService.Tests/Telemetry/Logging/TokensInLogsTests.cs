using System.Text.Json;
using ChaosService.Engine.Tokens;
using ChaosService.Telemetry.Logging;
using ChaosService.Telemetry.Logging.Lines;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Web.Access.Callers;

namespace ChaosService.Tests.Telemetry.Logging;

public sealed class TokensInLogsTests
{
    private readonly string _token = TokenText.Generate().Reveal();

    [Fact]
    public void Token_that_somebody_logs_is_hidden_in_the_file()
    {
        using var directory = new TempDirectory();
        using (var logs = Loggers.ToFile(directory.Path)) logs.CreateLogger("test").WrongToken(TokenState.Unknown, _token, "127.0.0.1");

        var text = File.ReadAllText(Directory.GetFiles(directory.Path).Single());

        Assert.Contains($"it names {_token[..12]}(hidden)", text);
        Assert.DoesNotContain(_token[12..^6], text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Token_that_somebody_logs_is_hidden_on_the_console(bool json)
    {
        var lines = Written.By(
            new TokenHidingFormatter(json ? new JsonLogLine() : new LogLine()),
            log => log.WrongToken(TokenState.Unknown, _token, "127.0.0.1"));

        Assert.Contains($"{_token[..12]}(hidden)", lines);
        Assert.DoesNotContain(_token[12..^6], lines);
        if (json) Assert.Equal("warning", JsonDocument.Parse(lines).RootElement.GetProperty("level").GetString());
    }
}
