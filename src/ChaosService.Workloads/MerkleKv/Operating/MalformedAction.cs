using System.Net;
using System.Net.Sockets;
using System.Text;
using ChaosService.Model.Actions;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Workloads.Clients;
using ChaosService.Workloads.MerkleKv.Lines;

namespace ChaosService.Workloads.MerkleKv.Operating;

/// <summary>
/// Each line is refused by an error or by the end of its connection, in time; then the node answers a good command. The first line with
/// another answer, or none, ends it.
/// </summary>
internal sealed class MalformedAction(MalformedParameters parameters, ICluster cluster, TimeProvider time) : IAction
{
    private const string GoodCommand = "PING";
    private const string GoodAnswer = "PONG";
    private const string Error = "ERROR";
    private const int QuotedMost = 60;

    private readonly string _what = $"{parameters.Count:#,0} malformed lines to {parameters.Node}";

    public async Task<ActionAnswer> ActAsync(CancellationToken limit)
    {
        if (cluster.EndPoint(parameters.Node, parameters.Port) is not { } endPoint)
            return new(OpType.Fail, $"{_what}: {parameters.Node} does not run");
        using var conversation = new Conversation(endPoint, parameters.AnswerWithin, time);
        var (errors, closed) = (0, 0);
        for (var number = 0; number < parameters.Count; number++)
        {
            var line = MalformedLine.Draw(parameters.Seed, number);
            var reply = await conversation.AskAsync(line.Bytes, limit);
            if (reply.Trouble is { } trouble) return Refused($"line {number + 1:#,0}, {line.What}, {trouble}");
            if (reply.Text is null) closed++;
            else if (reply.Text.StartsWith(Error, StringComparison.Ordinal)) errors++;
            else return Refused($"line {number + 1:#,0}, {line.What}, was answered by {Quoted(reply.Text)}");
        }
        var good = await conversation.AskAsync(Encoding.UTF8.GetBytes($"{GoodCommand}\r\n"), limit);
        if (good.Trouble is { } badly) return Refused($"{GoodCommand} after them {badly}");
        if (good.Text?.StartsWith(GoodAnswer, StringComparison.Ordinal) != true)
            return Refused($"{GoodCommand} after them was answered by {Quoted(good.Text)}");
        return new(
            OpType.Ok,
            $"{_what}: {errors:#,0} refused by an error, {closed:#,0} by the end of the connection; it still answers {GoodCommand}");
    }

    private ActionAnswer Refused(string why) => new(OpType.Fail, $"{_what}: {why}");

    private static string Quoted(string? text) => text is null ? "the end of the connection"
        : text.Length > QuotedMost ? $"'{text[..QuotedMost]}…'" : $"'{text}'";

    /// <param name="Text">Null: the connection was closed, or there is trouble.</param>
    /// <param name="Trouble">Neither an answer nor the end of the connection.</param>
    private readonly record struct Reply(string? Text, string? Trouble);

    /// <summary>One connection as long as it lasts, then another one.</summary>
    private sealed class Conversation(IPEndPoint endPoint, TimeSpan within, TimeProvider time) : IDisposable
    {
        private readonly RequestLimit _limit = new(within, time);
        private LineConnection? _connection;

        /// <summary>
        /// A server may close a connection after an error. So a line that was sent on a used connection, and found it closed, is sent
        /// once more: nobody knows whether the server read it.
        /// </summary>
        public async Task<Reply> AskAsync(ReadOnlyMemory<byte> line, CancellationToken outer)
        {
            var isUsed = _connection is not null;
            var reply = await AskOnceAsync(line, outer);
            return isUsed && reply == default ? await AskOnceAsync(line, outer) : reply;
        }

        public void Dispose()
        {
            Close();
            _limit.Dispose();
        }

        private async Task<Reply> AskOnceAsync(ReadOnlyMemory<byte> line, CancellationToken outer)
        {
            var limit = _limit.Begin(outer);
            try
            {
                if (await ConnectAsync(limit) is { } trouble) return new(null, trouble);
                return new(await _connection!.AskAsync(line, limit), null);
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                Close();
                return default;
            }
            catch (LineException e)
            {
                return new(null, $"was answered by no line: {e.Message}");
            }
            catch (OperationCanceledException) when (!outer.IsCancellationRequested)
            {
                return new(null, $"got neither an answer nor the end of its connection within {Quantity.Format(within)}");
            }
            finally
            {
                _limit.End();
            }
        }

        private async Task<string?> ConnectAsync(CancellationToken limit)
        {
            try
            {
                _connection ??= await LineConnection.OpenAsync(endPoint, limit);
                return null;
            }
            catch (SocketException e)
            {
                return $"could not be sent: {e.Message}";
            }
        }

        private void Close()
        {
            _connection?.Dispose();
            _connection = null;
        }
    }
}
