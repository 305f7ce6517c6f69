using System.Runtime.InteropServices;
using System.Text;

namespace ChaosService.EndToEnd.Tests.Running;

/// <summary>A pseudo-terminal: a test reads what is shown on it, and closes it as a window is closed or a connection breaks.</summary>
internal sealed class Terminal : IDisposable
{
    private const int ReadWrite = 2, NoControllingTerminal = 0x100, NonBlocking = 0x800, CloseOnExec = 0x80000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private readonly StringBuilder _shown = new();
    private int _master;

    private Terminal(int master, string path) => (_master, Path) = (master, path);

    /// <summary>The device that a program has as its input and output.</summary>
    public string Path { get; }

    /// <summary>For <see cref="Workspace.StartBy"/>: this controls the program, which is told when it closes.</summary>
    public string Script => $"exec setsid --ctty --wait \"$@\" <{Path} >{Path} 2>&1";

    public static Terminal Open()
    {
        var master = posix_openpt(ReadWrite | NoControllingTerminal | NonBlocking | CloseOnExec);
        var name = new byte[64];
        var open = master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0 && ptsname_r(master, name, name.Length) == 0;
        Assert.True(open, $"there is no pseudo-terminal: errno {Marshal.GetLastPInvokeError()}");
        return new Terminal(master, Encoding.ASCII.GetString(name).TrimEnd('\0'));
    }

    /// <summary>Returns as soon as it shows the text.</summary>
    public async Task WaitForAsync(string text)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!_shown.ToString().Contains(text, StringComparison.Ordinal))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Limit, $"the terminal did not show '{text}':\n{_shown}");
            if (!Read()) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>From now on nobody is there: writing to it fails, and who it controls is told by a hangup.</summary>
    public void Close()
    {
        if (_master >= 0) _ = close(_master);
        _master = -1;
    }

    public void Dispose() => Close();

    /// <summary>False when there is nothing to read now.</summary>
    private bool Read()
    {
        var buffer = new byte[4096];
        var read = (int)Terminal.read(_master, buffer, buffer.Length);
        if (read > 0) _shown.Append(Encoding.UTF8.GetString(buffer, 0, read));
        return read > 0;
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int posix_openpt(int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int grantpt(int file);

    [DllImport("libc", SetLastError = true)]
    private static extern int unlockpt(int file);

    [DllImport("libc", SetLastError = true)]
    private static extern int ptsname_r(int file, byte[] name, nint length);

    [DllImport("libc", SetLastError = true)]
    private static extern nint read(int file, byte[] buffer, nint length);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int file);
}
