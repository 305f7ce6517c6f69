using ChaosService.Architecture.Tests.Source;

namespace ChaosService.Architecture.Tests.Tidy;

public sealed class BannedCallsTests
{
    [Fact]
    public void Sources_call_nothing_that_is_banned() => Rule.Holds(Repository.Sources.SelectMany(BannedCalls.In));

    [Theory]
    [InlineData("var now = DateTime.UtcNow;", "DateTime.UtcNow: take a TimeProvider")]
    [InlineData("var now = DateTimeOffset.Now;", "DateTimeOffset.Now: take a TimeProvider")]
    [InlineData("var r = new Random(4);", "new Random(: take a SeededRandom")]
    [InlineData("var r = Random.Shared.Next();", "Random.Shared: take a SeededRandom")]
    [InlineData("var t = $\"{DateTime.Now}\";", "DateTime.Now: take a TimeProvider")]
    [InlineData("Process.Start(info);", "Process.Start(: use CommandRunner")]
    [InlineData("async void Fire() {}", "async void: return a Task")]
    [InlineData("Thread.Sleep(5);", "Thread.Sleep(: wait for a condition")]
    [InlineData("using var connection = database.Connect();", "database.Connect(): use what Database offers")]
    [InlineData("using var command = connection.CreateCommand();", ".CreateCommand(: use what Database offers")]
    [InlineData("logger.LogWarning(text);", ".LogWarning(: use a [LoggerMessage]")]
    [InlineData("Console.WriteLine(1);", "Console.WriteLine: only the host speaks to the console")]
    [InlineData(
        "Console.Error.WriteLine(1);", "Console.Error: only the host speaks to the console", "Console.Error.WriteLine: use ErrorOutput.TryLine")]
    [InlineData("await Task.Delay(5);", "Task.Delay( without a TimeProvider")]
    [InlineData("await Task.Delay(f(1, time), token);", "Task.Delay( without a TimeProvider")]
    public void Banned_call_is_found(string code, params string[] expected) =>
        Rule.Finds(BannedCalls.In(new("src/X/A.cs", code)), [.. expected.Select(e => $"src/X/A.cs:1: {e}")]);

    [Theory]
    [InlineData("await Task.Delay(wait, time, token);")]
    [InlineData("await Task.Delay(TimeSpan.FromSeconds(f(1, 2)), _timeProvider);")]
    [InlineData("await Task.Delay(wait, run.Time, token);")]
    [InlineData("// DateTime.Now is banned")]
    [InlineData("var s = \"Random.Shared\";")]
    public void Harmless_code_is_not(string code) => Rule.Finds(BannedCalls.In(new("src/X/A.cs", code)));

    [Fact]
    public void The_one_runner_may_start_processes() => Rule.Finds(BannedCalls.In(new("src/ChaosService.Docker/Processes/CommandRunner.cs", "new Process { }")));
}
