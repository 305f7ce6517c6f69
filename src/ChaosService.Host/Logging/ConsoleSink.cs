using System.Threading.Channels;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace ChaosService.Host.Logging;

/// <summary>
/// Lines for the console, written by a task of their own: a pipe that nobody reads stops whoever writes to it, and that must not be a run. What is too
/// much is dropped, and a line says how many.
/// </summary>
internal sealed class ConsoleSink : ILogEventSink, IDisposable
{
    private const int QueueLines = 10_000;
    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(2);

    private readonly Channel<string> _lines = Channel.CreateBounded<string>(new BoundedChannelOptions(QueueLines) { SingleReader = true });
    private readonly ITextFormatter _formatter;
    private readonly TextWriter _output;
    private readonly TimeProvider _time;
    private readonly Task _writing;
    private long _dropped;

    public ConsoleSink(ITextFormatter formatter, TextWriter output, TimeProvider time)
    {
        (_formatter, _output, _time) = (formatter, output, time);
        using (ExecutionContext.SuppressFlow()) _writing = Task.Run(WriteAllAsync);
    }

    public void Emit(LogEvent logEvent)
    {
        using var line = new StringWriter();
        _formatter.Format(logEvent, line);
        if (!_lines.Writer.TryWrite(line.ToString())) Interlocked.Increment(ref _dropped);
    }

    public void Dispose()
    {
        _lines.Writer.TryComplete();
        _writing.WaitAsync(FlushLimit, _time).ContinueWith(_ => { }, TaskScheduler.Default).GetAwaiter().GetResult();
    }

    private async Task WriteAllAsync()
    {
        await foreach (var line in _lines.Reader.ReadAllAsync())
        {
            await _output.WriteAsync(line);
            if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var dropped) await _output.WriteLineAsync($"({dropped:#,0} log lines dropped: the console does not take them fast enough)");
            if (!_lines.Reader.TryPeek(out _)) await _output.FlushAsync();
        }
    }
}
