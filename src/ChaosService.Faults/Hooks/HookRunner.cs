using System.Text;
using ChaosService.Docker.Processes;
using ChaosService.Faults.Kernel;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace ChaosService.Faults.Hooks;

/// <summary>Runs a command on the host or in a node's container, within its time, and keeps the end of its output.</summary>
internal sealed class HookRunner(DockerClient docker, TimeProvider time)
{
    private const int BlockBytes = 4096;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public Task<HookResult> RunAsync(HookCall call, IReadOnlyList<string> command, CancellationToken cancellationToken) =>
        call.Where == HookPlace.Host ? OnHostAsync(call, command, cancellationToken) : InNodeAsync(call, command, cancellationToken);

    /// <summary>In a session of its own: a Ctrl-C at the terminal is for the run, which then undoes.</summary>
    private async Task<HookResult> OnHostAsync(HookCall call, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var from = time.GetTimestamp();
        var foreign = new Command("setsid", ["--wait", .. command]) { Environment = call.Environment, Timeout = call.Timeout };
        var result = await CommandRunner.RunForeignAsync(foreign, HookResult.Kept, cancellationToken);
        return HookResult.Of(result.ExitCode, result.Output, result.Error, Elapsed(from));
    }

    private async Task<HookResult> InNodeAsync(HookCall call, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var from = time.GetTimestamp();
        var asked = new ContainerExecCreateParameters
        {
            Cmd = [.. command], Env = [.. call.Environment.Select(e => $"{e.Key}={e.Value}")], AttachStdout = true, AttachStderr = true,
        };
        var id = (await docker.Exec.CreateContainerExecAsync(call.ContainerId, asked, cancellationToken)).ID;
        using var streams = await docker.Exec.StartContainerExecAsync(id, new ContainerExecStartParameters(), cancellationToken);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = ReadAsync(streams, ended.Token);
        while (true)
        {
            var now = await docker.Exec.InspectContainerExecAsync(id, cancellationToken);
            // Just before it begins and just after it ended, the engine says neither that it runs nor how it ended.
            var over = !now.Running && now.ExitCode is not null;
            var outOfTime = !over && Elapsed(from) > call.Timeout;
            // The engine can start a program and cannot end it; the kernel knows it by the host's pid.
            if (outOfTime && now.Pid > 0) _ = Libc.Kill((int)now.Pid, Signals.Numbers["KILL"]);
            if (over || outOfTime)
            {
                ended.CancelAfter(StreamTail.Grace);
                var said = await reading;
                return outOfTime
                    ? HookResult.Of(HookResult.OutOfTime, said, $"no end within {call.Timeout.TotalSeconds:0.#} s", Elapsed(from))
                    : HookResult.Of((int)now.ExitCode!, said, "", Elapsed(from));
            }
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private TimeSpan Elapsed(long from) => time.GetElapsedTime(from);

    /// <summary>Until the streams end, or nobody wants more.</summary>
    private static async Task<string> ReadAsync(MultiplexedStream streams, CancellationToken ended)
    {
        var (said, block, text) = (new StringBuilder(), new byte[BlockBytes], new char[Encoding.UTF8.GetMaxCharCount(BlockBytes)]);
        // A letter of several bytes may be cut in two by the end of a block; one decoder a stream, because two are woven into one.
        var decoders = Enum.GetValues<MultiplexedStream.TargetStream>().ToDictionary(s => s, _ => Encoding.UTF8.GetDecoder());
        try
        {
            while (true)
            {
                var read = await streams.ReadOutputAsync(block, 0, block.Length, ended);
                if (read.EOF) break;
                said.Append(text, 0, decoders[read.Target].GetChars(block, 0, read.Count, text, 0));
                if (said.Length > HookResult.Kept) said.Remove(0, said.Length - HookResult.Kept);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // Somebody whom the program left behind has the streams; what came is all that is wanted.
        }
        return said.ToString();
    }
}
