using ChaosService.Cli.Console;
using ChaosService.Tests.Engine.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace ChaosService.Tests.Cli.Console;

public sealed class ScreenTests : IDisposable
{
    private const string Clear = "\r\u001b[2K";

    private readonly FakeWriter _output = new();
    private readonly FakeWriter _errors = new();

    [Fact]
    public async Task Lines_result_and_errors_are_written_in_the_order_they_were_said()
    {
        await using (var screen = Open())
        {
            screen.Line("begins");
            screen.Error("chaosctl: look out");
            screen.Result("valid\n");
        }

        Assert.Equal(("begins\nvalid\n", "chaosctl: look out\n"), (_output.Text, _errors.Text));
    }

    [Fact]
    public async Task With_json_the_output_is_the_document_alone()
    {
        await using (var screen = Open(json: true))
        {
            screen.Line("begins");
            screen.Result("{}\n");
        }

        Assert.Equal(("{}\n", "begins\n"), (_output.Text, _errors.Text));
    }

    [Fact]
    public async Task Status_is_taken_back_before_anything_else_is_written()
    {
        await using (var screen = Open(terminal: true))
        {
            screen.Status("1 s");
            await Wait.UntilAsync(() => _output.Text.EndsWith("1 s", StringComparison.Ordinal));
            screen.Line("a fault");
            screen.Status("2 s");
        }

        Assert.Equal($"{Clear}1 s{Clear}a fault\n{Clear}2 s{Clear}", _output.Text);
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(2, "first\nsecond\n")]
    public async Task Write_that_fails_ends_the_writing_and_says_so_where_it_can(int writesBefore, string written)
    {
        _output.FailsAfter = writesBefore;
        await using (var screen = Open())
        {
            foreach (var line in new[] { "first", "second", "third" }) screen.Line(line);
            screen.Result("valid\n");
            screen.Error("chaosctl: look out");
        }

        Assert.Equal(written, _output.Text);
        Assert.Equal("chaosctl: look out\nchaosctl: the output is not whole: No space left on device\n", _errors.Text);
    }

    [Fact]
    public async Task Both_outputs_that_fail_are_borne()
    {
        (_output.FailsAfter, _errors.FailsAfter) = (0, 0);
        await using (var screen = Open())
        {
            screen.Line("first");
            screen.Error("chaosctl: look out");
        }

        Assert.Equal(("", ""), (_output.Text, _errors.Text));
    }

    [Fact]
    public async Task Screen_that_stands_still_holds_nobody_up_and_tells_what_it_left_out()
    {
        using var still = new ManualResetEventSlim();
        _output.Before = still.Wait;
        await using (var screen = Open(terminal: true))
        {
            screen.Line("held");
            await Wait.UntilAsync(() => _output.Writes == 1);
            for (var i = 0; i < Screen.WaitingMax + 5; i++) screen.Line($"line {i}");
            foreach (var status in new[] { "1 s", "2 s", "3 s" }) screen.Status(status);
            screen.Result("valid\n");
            still.Set();
        }

        var lines = _output.Text.Split('\n');
        Assert.Equal(["held", "… 5 lines were not shown", "line 0"], lines[..3]);
        Assert.Equal([$"line {Screen.WaitingMax - 1}", $"{Clear}3 s{Clear}valid", ""], lines[^3..]);
        Assert.DoesNotContain("2 s", _output.Text);
    }

    [Fact]
    public async Task End_waits_for_a_screen_that_stands_still_until_somebody_wants_an_end()
    {
        using var still = new ManualResetEventSlim();
        using var stop = new CancellationTokenSource();
        _output.Before = still.Wait;
        var time = new FakeTimeProvider();
        var screen = new Screen(_output, _errors, json: false, terminal: false, time, stop.Token);
        screen.Result("valid\n");
        await Wait.UntilAsync(() => _output.Writes == 1);

        var ending = screen.DisposeAsync().AsTask();
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.False(ending.IsCompleted);
        await stop.CancelAsync();
        await time.AdvanceUntilAsync(() => ending.IsCompleted, TimeSpan.FromSeconds(3));

        still.Set();
    }

    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
    }

    private Screen Open(bool json = false, bool terminal = false) =>
        new(_output, _errors, json, terminal, TimeProvider.System, CancellationToken.None);

    private sealed class FakeWriter : StringWriter
    {
        private int _writes;
        private string _text = "";

        /// <summary>Called before each write; may wait.</summary>
        public Action Before { get; set; } = () => { };

        /// <summary>How many writes succeed; null: all.</summary>
        public int? FailsAfter { get; set; }

        public int Writes => Volatile.Read(ref _writes);

        public string Text => Volatile.Read(ref _text);

        public override void Write(string? value)
        {
            var writes = Interlocked.Increment(ref _writes);
            Before();
            if (writes > FailsAfter) throw new IOException("No space left on device");
            Volatile.Write(ref _text, _text + value);
        }
    }
}
