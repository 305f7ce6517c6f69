using System.Threading.Channels;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace ChaosService.Telemetry.Logging;

/// <summary>
/// Lines for the console, written by a separate task: a pipe that nobody reads blocks its writer, and that must not be a run. Lines are
/// dropped when there are too many or the console does not accept them, and a line reports the number.
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

    private volatile string? _trouble;

    public ConsoleSink(ITextFormatter formatter, TextWriter output, TimeProvider time)
    {
        (_formatter, _output, _time) = (formatter, output, time);
        using (ExecutionContext.SuppressFlow()) _writing = Task.Run(WriteAllAsync);
    }

    /// <summary>
    /// Raised with the reason when the console begins to fail, and with null when it accepts lines again. Handlers must be quick.
    /// </summary>
    public event Action<string?>? Changed;

    /// <summary>Null while it accepts lines.</summary>
    public string? Trouble => _trouble is { } reason ? $"the console does not take log lines: {reason}; they are in the log files" : null;

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
            try
            {
                await WriteAsync(line);
                Is(null);
            }
            catch (Exception e)
            {
                // A full disk, a terminal that is gone: the next line is tried all the same. Losses are reported once a line gets through.
                Interlocked.Increment(ref _dropped);
                Is(e.Message);
            }
        }
    }

    private async Task WriteAsync(string line)
    {
        var dropped = Interlocked.Read(ref _dropped);
        if (dropped > 0)
            await _output.WriteLineAsync($"({dropped:#,0} log lines dropped: the console did not take them, or not fast enough)");
        await _output.WriteAsync(line);
        // During a problem each line is flushed to show the current state; otherwise many are flushed together.
        if (_trouble is not null || !_lines.Reader.TryPeek(out _)) await _output.FlushAsync();
        Interlocked.Add(ref _dropped, -dropped);
    }

    private void Is(string? trouble)
    {
        var changed = _trouble is null != trouble is null;
        _trouble = trouble;
        if (changed) Changed?.Invoke(trouble);
    }
}
