using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using ChaosService.MerkleKv.Bugs;
using ChaosService.MerkleKv.Commands;
using ChaosService.MerkleKv.Observing;
using ChaosService.MerkleKv.Protocol;

namespace ChaosService.MerkleKv.Serving;

/// <summary>A client's connection: one command after the other.</summary>
internal sealed class Session(Socket socket, ClientInfo client, CommandTable commands, SeededBugs bugs, ILogger log)
{
    /// <returns>Whether the client asked the node to stop.</returns>
    public async Task<bool> RunAsync(CancellationToken stop)
    {
        try
        {
            // Replies are small, and their clients wait for them.
            socket.NoDelay = true;
            await using var stream = new NetworkStream(socket, ownsSocket: false);
            return await ConverseAsync(stream, stop);
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            ServingLog.Gone(log, client.Id, gone.Message);
            return false;
        }
    }

    private async Task<bool> ConverseAsync(NetworkStream stream, CancellationToken stop)
    {
        var lines = new LineReader(PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 1 << 16, leaveOpen: true)));
        var output = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        while (true)
        {
            var (outcome, line) = await lines.ReadAsync(stop);
            // Bug long-line-hangs: without a word, until the node stops.
            if (outcome == LineOutcome.TooLong && bugs.HasFlag(SeededBugs.LongLineHangs))
                await new TaskCompletionSource().Task.WaitAsync(stop);
            if (outcome == LineOutcome.TooLong) Write(output, Reply.Error("line too long"));
            if (outcome != LineOutcome.Line)
            {
                await output.FlushAsync(stop);
                ServingLog.Closed(log, client.Id, outcome);
                // Bug malformed-kills-server: the node ends with the connection.
                return outcome == LineOutcome.NotText && bugs.HasFlag(SeededBugs.MalformedKillsServer);
            }
            client.CountCommand();
            var reply = await commands.RunAsync(line, stop);
            Write(output, reply);
            // Clients that send many commands at once get their replies together.
            if (reply.StopsNode || !lines.HasLine || output.UnflushedBytes > LineReader.LineBytesMax) await output.FlushAsync(stop);
            if (reply.StopsNode) return true;
        }
    }

    private static void Write(PipeWriter output, Reply reply)
    {
        Encoding.UTF8.GetBytes(reply.Text, output);
        Encoding.UTF8.GetBytes(Reply.LineEnd, output);
    }
}
