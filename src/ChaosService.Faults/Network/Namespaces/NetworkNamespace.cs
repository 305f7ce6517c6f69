using System.ComponentModel;
using System.Runtime.InteropServices;
using ChaosService.Docker.Processes;
using ChaosService.Faults.Kernel;

namespace ChaosService.Faults.Network.Namespaces;

/// <summary>Ways into the network namespace of a process.</summary>
internal static class NetworkNamespace
{
    /// <summary>The same command, run inside. No container is started for it.</summary>
    public static Command Enter(int pid, Command command) =>
        command with { Program = "nsenter", Arguments = [$"--net=/proc/{pid}/ns/net", command.Program, .. command.Arguments] };

    /// <summary>The same command, tried in a temporary network.</summary>
    public static Command EnterNew(Command command) =>
        command with { Program = "unshare", Arguments = ["--net", command.Program, .. command.Arguments] };

    /// <summary>
    /// Runs short work inside, on a thread of its own that ends with the work: a pool thread that stayed inside would take
    /// other people's sockets with it. A socket that is created inside stays inside, whoever uses it later.
    /// </summary>
    public static Task<T> RunAsync<T>(int pid, Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                Join(pid);
                done.SetResult(work());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        })
        {
            IsBackground = true,
            Name = $"netns of {pid}",
        };
        thread.Start();
        return done.Task;
    }

    private static void Join(int pid)
    {
        using var file = File.OpenHandle($"/proc/{pid}/ns/net");
        if (Libc.SetNamespace(file, Libc.CloneNewNet) == 0) return;
        var error = Marshal.GetLastPInvokeError();
        var why = error == Libc.NotPermitted
            ? $"that {Privileges.Own().Explain(Privileges.OfNetworks)}"
            : Marshal.GetPInvokeErrorMessage(error);
        throw new Win32Exception(error, $"The network namespace of process {pid} cannot be entered: {why}");
    }
}
