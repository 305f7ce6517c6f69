using ChaosService.Host.Commands;
using ChaosService.Host.Service.Options;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Host.Service;

public sealed class ServiceOptionsTests
{
    private static readonly Dictionary<string, string?> NoFlags = [];

    [Fact]
    public void Flag_wins_over_the_file()
    {
        using var directory = new TempDirectory();
        File.WriteAllText(directory.File("c.json"), """{ "queueLimit": 7, "onStop": "finish", "finishLimit": "90s", "address": "127.0.0.1:1" }""");

        var options = ServiceConfiguration.Read(directory.File("c.json"), new Dictionary<string, string?> { ["Address"] = "[::1]:2", ["State"] = null });

        Assert.Equal((7, OnStop.Finish, TimeSpan.FromSeconds(90), "[::1]:2"), (options.QueueLimit, options.OnStop, options.FinishLimit, options.Address));
    }

    [Fact]
    public void Every_problem_is_named_at_once()
    {
        using var directory = new TempDirectory();
        File.WriteAllText(directory.File("c.json"), """{ "queueLimit": "many", "parallelRuns": 0, "onstop": "maybe", "finishLimit": "5", "adress": "x", "address": "localhost", "state": { "a": 1 } }""");

        var problem = Assert.Throws<BadInputException>(() => ServiceConfiguration.Read(directory.File("c.json"), NoFlags)).Message;

        foreach (var part in new[] { "7 problems", "queueLimit: wrong value: \"many\"", "parallelRuns: out of range: \"0\"", "onStop: wrong value: \"maybe\"; write one of: abort, finish", "finishLimit: wrong value: \"5\"", "did you mean 'address'?", "address: not an address and port: \"localhost\"", "state: must be a single value" })
            Assert.Contains(part, problem);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("not json")]
    public void File_that_is_not_JSON_is_refused(string text)
    {
        using var directory = new TempDirectory();
        File.WriteAllText(directory.File("c.json"), text);

        Assert.Contains("is not JSON", Assert.Throws<BadInputException>(() => ServiceConfiguration.Read(directory.File("c.json"), NoFlags)).Message);
    }

    [Fact]
    public void What_config_prints_can_be_read_again()
    {
        using var directory = new TempDirectory();
        var options = new ServiceOptions { QueueLimit = 3, FinishLimit = TimeSpan.FromMinutes(2), State = "/s" };
        File.WriteAllText(directory.File("c.json"), OptionText.Of(options).ToJsonString());

        Assert.Equal(options, ServiceConfiguration.Read(directory.File("c.json"), NoFlags));
    }

    [Fact]
    public void Secret_is_not_printed() => Assert.DoesNotContain("hunter2", OptionText.Of(new WithSecret { Password = "hunter2" }).ToJsonString());

    private sealed record WithSecret
    {
        [Secret]
        public string Password { get; init; } = "";
    }
}
