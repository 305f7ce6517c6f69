using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ChaosService.Host.Commands;

/// <summary>Lets go of the terminal or pipe that a process was started with, so that whoever reads it sees its end.</summary>
internal static partial class StandardStreams
{
    public static void Detach()
    {
        using SafeFileHandle nowhere = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite);
        for (var stream = 0; stream <= 2; stream++)
            if (Duplicate((int)nowhere.DangerousGetHandle(), stream) < 0)
                throw new IOException($"cannot detach stream {stream}: error {Marshal.GetLastPInvokeError()}");
    }

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int Duplicate(int from, int to);
}
