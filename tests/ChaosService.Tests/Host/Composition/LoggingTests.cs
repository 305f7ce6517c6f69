using ChaosService.Engine.Access;
using ChaosService.Host.Access;
using ChaosService.Host.Composition;
using ChaosService.Tests.Engine.Fakes;
using Microsoft.Extensions.Logging;

namespace ChaosService.Tests.Host.Composition;

public sealed class LoggingTests
{
    [Fact]
    public void Token_that_somebody_logs_is_hidden()
    {
        using var directory = new TempDirectory();
        var token = TokenText.Generate().Reveal();
        using (var logs = Logging.ToFile(directory.Path)) logs.CreateLogger("test").WrongToken(TokenState.Unknown, token, "127.0.0.1");

        var text = File.ReadAllText(Directory.GetFiles(directory.Path).Single());

        Assert.Contains($"it names {token[..12]}(hidden)", text);
        Assert.DoesNotContain(token[12..^6], text);
    }
}
