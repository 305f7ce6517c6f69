using ChaosService.Model.Configuration;
using ChaosService.Service.Options;
using ChaosService.Service.Options.Reading;

namespace ChaosService.Tests.Host.Serving;

public sealed class ServiceOptionsTests
{
    [Fact]
    public void Flag_wins_over_the_environment_which_wins_over_the_file()
    {
        var options = Configured.Read(
            """{ "queueLimit": 7, "onStop": "finish", "finishLimit": "90s", "address": "127.0.0.1:1" }""",
            flags: new Dictionary<string, string?> { ["Address"] = "[::1]:2", ["State"] = null },
            environment: new Dictionary<string, string?> { ["CHAOSSERVICE__QUEUELIMIT"] = "8", ["chaosservice__address"] = "127.0.0.1:3" });

        Assert.Equal((8, "[::1]:2"), (options.QueueLimit, options.Address));
        Assert.Equal((OnStop.Finish, TimeSpan.FromSeconds(90)), (options.OnStop, options.FinishLimit));
    }

    [Theory]
    [InlineData("CHAOSSERVICE_STATE")] // The commands' own, with one underscore.
    [InlineData("CHAOSSERVICE__")]
    [InlineData("OTHER__QUEUELIMIT")]
    public void Variable_of_another_program_says_nothing(string name) =>
        Assert.Equal(new ServiceOptions(), Configured.Read(null, environment: new Dictionary<string, string?> { [name] = "8" }));

    [Fact]
    public void Variable_that_means_nothing_is_named() => Assert.Contains(
        "QUEUELIMT: unknown",
        Assert.Throws<BadInputException>(
            () => Configured.Read(null, environment: new Dictionary<string, string?> { ["CHAOSSERVICE__QUEUELIMT"] = "8" })).Message);

    [Fact]
    public void Every_problem_is_named_at_once()
    {
        const string Json = """
            {
              "queueLimit": "many", "parallelRuns": 0, "onstop": "maybe", "finishLimit": "5",
              "adress": "x", "address": "localhost", "state": { "a": 1 }
            }
            """;

        var problem = Assert.Throws<BadInputException>(() => Configured.Read(Json)).Message;

        foreach (var part in new[]
        {
            "7 problems", "queueLimit: wrong value: \"many\"", "parallelRuns: out of range: \"0\"",
            "onStop: wrong value: \"maybe\"; write one of: abort, finish", "finishLimit: wrong value: \"5\"", "did you mean 'address'?",
            "address: not an address and port: \"localhost\"", "state: must be a single value",
        })
            Assert.Contains(part, problem);
    }

    [Theory]
    [InlineData("Postgres", "Host=db;Databse=x;Password=hunter2", "store.postgres: ")]
    [InlineData("Postgres", "Database=x", "store.postgres: it names no Host; write one such as Host=")]
    [InlineData("Postgres", "(secret)", "is what `chaosctl config` prints in its place")]
    [InlineData("Instance", "Not a name", "store.instance: not a name: \"Not a name\"; use a-z")]
    [InlineData("Instance", "one", "store.instance: \"one\" is set, and store.postgres is not")]
    [InlineData("Lease", "1s", "store.lease: out of range: \"00:00:01\"; write a duration from 3s to 10m")]
    public void Wrong_store_is_named_without_its_password(string option, string value, string part)
    {
        var flags = new Dictionary<string, string?> { [$"Store:{option}"] = value };

        var problem = Assert.Throws<BadInputException>(() => Configured.Read(null, flags)).Message;

        Assert.Contains(part, problem);
        Assert.DoesNotContain("hunter2", problem);
    }

    [Fact]
    public void Connection_string_is_not_printed()
    {
        var options = Configured.Read(null, new Dictionary<string, string?> { ["Store:Postgres"] = "Host=db;Database=x;Password=hunter2" });

        Assert.DoesNotContain("hunter2", OptionText.Of(options).ToJsonString());
        Assert.DoesNotContain("hunter2", options.ToString());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("not json")]
    public void File_that_is_not_JSON_is_refused(string text) =>
        Assert.Contains("is not JSON", Assert.Throws<BadInputException>(() => Configured.Read(text)).Message);

    [Fact]
    public void What_config_prints_can_be_read_again()
    {
        var options = new ServiceOptions { QueueLimit = 3, FinishLimit = TimeSpan.FromMinutes(2), State = "/s" };

        Assert.Equal(options, Configured.Read(OptionText.Of(options).ToJsonString()));
    }

    [Fact]
    public void Secret_is_not_printed() =>
        Assert.DoesNotContain("hunter2", OptionText.Of(new WithSecret { Password = "hunter2" }).ToJsonString());

    private sealed record WithSecret
    {
        [Secret]
        public string Password { get; init; } = "";
    }
}
