using System.Collections.Concurrent;

namespace ChaosService.Cli.Console;

/// <summary>
/// The screen of a long-running command. Callers never wait: messages go to a bounded queue, and one thread writes them. So a blocked
/// terminal (Ctrl-S, a pager) delays nothing, and a terminal that is gone, a closed pipe or a full disk ends only the output.
/// </summary>
internal sealed class Screen : IAsyncDisposable
{
    /// <summary>Lines that wait while the screen is blocked; further ones are only counted, and the number is reported.</summary>
    internal const int WaitingMax = 1000;

    private const string ClearLine = "\r\u001b[2K";

    /// <summary>Once a stop is requested, a blocked screen gets no more time than this.</summary>
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(3);

    private readonly BlockingCollection<Text> _queue = [];
    private readonly Outlet _output;
    private readonly Outlet _errors;
    private readonly Outlet _progress;
    private readonly TimeProvider _time;
    private readonly CancellationToken _stop;
    private readonly Task _writing;
    private string? _status;
    private bool _statusShown;
    private int _waiting;
    private int _unshown;

    /// <param name="json">The output only contains the document: progress goes to the error output.</param>
    /// <param name="terminal">Progress goes to a terminal, where a line can be erased.</param>
    /// <param name="stop">A stop was requested.</param>
    public Screen(TextWriter output, TextWriter errors, bool json, bool terminal, TimeProvider time, CancellationToken stop)
    {
        (_output, _errors, IsTerminal, _time, _stop) = (new(output), new(errors), terminal, time, stop);
        _progress = json ? _errors : _output;
        // A thread of its own: a write may block for as long as the terminal does.
        _writing = Task.Factory.StartNew(WriteAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public bool IsTerminal { get; }

    public static Screen Open(bool json, CancellationToken stop)
    {
        var redirected = json ? System.Console.IsErrorRedirected : System.Console.IsOutputRedirected;
        var terminal = !redirected && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb");
        return new Screen(System.Console.Out, System.Console.Error, json, terminal, TimeProvider.System, stop);
    }

    /// <summary>A line of progress. May be dropped when the screen is blocked.</summary>
    public void Line(string text)
    {
        if (Interlocked.Increment(ref _waiting) <= WaitingMax)
        {
            _queue.Add(new Text(_progress, text + "\n", Counts: true));
            return;
        }
        Interlocked.Decrement(ref _waiting);
        Interlocked.Increment(ref _unshown);
    }

    /// <summary>The status line at the bottom of a terminal. Only the newest one matters.</summary>
    public void Status(string text)
    {
        if (Interlocked.Exchange(ref _status, text) is null) _queue.Add(new Text(_progress, null, Counts: false));
    }

    /// <summary>The command's result: to the output, after all earlier messages, and never dropped.</summary>
    public void Result(string text) => _queue.Add(new Text(_output, text, Counts: false));

    /// <summary>A line to the error output, never dropped.</summary>
    public void Error(string line) => _queue.Add(new Text(_errors, line + "\n", Counts: false));

    /// <summary>Waits until everything is written, even if the screen is blocked, unless a stop is requested.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.CompleteAdding();
        try
        {
            await _writing.WaitAsync(_stop);
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAny(_writing, Task.Delay(LastWait, _time, CancellationToken.None));
        }
    }

    private void WriteAll()
    {
        foreach (var text in _queue.GetConsumingEnumerable())
        {
            if (text.Counts) Interlocked.Decrement(ref _waiting);
            Write(text);
        }
        Clear();
        if (_output.Error is { } error) _errors.Write($"chaosctl: the output is not whole: {error}\n");
    }

    private void Write(in Text text)
    {
        if (text.Written is null)
        {
            _progress.Write(ClearLine + Interlocked.Exchange(ref _status, null));
            _statusShown = true;
            return;
        }
        Clear();
        if (Interlocked.Exchange(ref _unshown, 0) is > 0 and var unshown) _progress.Write($"… {unshown} lines were not shown\n");
        text.To.Write(text.Written);
    }

    private void Clear()
    {
        if (_statusShown) _progress.Write(ClearLine);
        _statusShown = false;
    }

    /// <param name="Written">Null: the status, at its value when it is written.</param>
    /// <param name="Counts">Whether it counts as a waiting line.</param>
    private readonly record struct Text(Outlet To, string? Written, bool Counts);

    /// <summary>One of the two outputs; it ends with the first write that fails.</summary>
    private sealed class Outlet(TextWriter writer)
    {
        public string? Error { get; private set; }

        public void Write(string text)
        {
            if (Error is not null) return;
            try
            {
                writer.Write(text);
                writer.Flush();
            }
            catch (Exception e)
            {
                // Any error: it affects the display, not the run.
                Error = e.Message;
            }
        }
    }
}
