using System.Threading.Channels;
using ChaosService.Model.Clusters;
using Microsoft.Extensions.Logging;
using Serilog.Sinks.Grafana.Loki;

namespace ChaosService.Telemetry.Logging.Nodes;

/// <summary>
/// Sends nodes' logs to Loki, one after another and in parallel to the runs. It fills at most half of Loki's queue: the other half is for
/// the service's own lines.
/// </summary>
internal sealed class NodeLogShipper : INodeLogSink, IAsyncDisposable
{
    private const int WaitingMax = 256;

    private readonly Channel<NodeLog> _logs = Channel.CreateBounded<NodeLog>(new BoundedChannelOptions(WaitingMax) { SingleReader = true });
    private readonly LokiPipe _pipe;
    private readonly IReadOnlyList<LokiLabel> _labels;
    private readonly TimeSpan _closeLimit;
    private readonly TimeProvider _time;
    private readonly Func<ILogger> _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _shipping;

    /// <param name="labels">The labels of every line.</param>
    /// <param name="closeLimit">How long a stop waits for logs that were already accepted.</param>
    /// <param name="log">Called only when there is something to log: the loggers are created later than this object.</param>
    public NodeLogShipper(LokiPipe pipe, IReadOnlyList<LokiLabel> labels, TimeSpan closeLimit, TimeProvider time, Func<ILogger> log)
    {
        (_pipe, _labels, _closeLimit, _time, _log) = (pipe, labels, closeLimit, time, log);
        using (ExecutionContext.SuppressFlow()) _shipping = Task.Run(ShipAllAsync);
    }

    public void Take(NodeLog log)
    {
        if (!_logs.Writer.TryWrite(log))
            _log().NodeLogNotShipped(log.Node, log.RunId, $"{WaitingMax} logs wait already; it is in the run's directory");
    }

    /// <summary>What was not sent within the limit is skipped; the files are in the runs' directories.</summary>
    public async ValueTask DisposeAsync()
    {
        _logs.Writer.TryComplete();
        await _shipping.WaitAsync(_closeLimit, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stop.CancelAsync();
        await _shipping;
        _stop.Dispose();
    }

    private async Task ShipAllAsync()
    {
        await foreach (var log in _logs.Reader.ReadAllAsync()) await ShipAsync(log);
    }

    private async Task ShipAsync(NodeLog log)
    {
        try
        {
            var count = 0L;
            await foreach (var line in new NodeLogLines(log, _labels).ReadAsync())
            {
                _stop.Token.ThrowIfCancellationRequested();
                await _pipe.RoomAsync().WaitAsync(_stop.Token);
                _pipe.Add(line);
                count++;
            }
            _log().NodeLogShipped(log.Node, log.RunId, count);
        }
        catch (OperationCanceledException)
        {
            // The service is stopping: the file remains, and is more useful than a truncated stream.
            _log().NodeLogNotShipped(log.Node, log.RunId, "the service ended before Loki took all of it");
        }
        catch (Exception e)
        {
            // The run may have been deleted already; no verdict depends on this, and the next log is sent all the same.
            _log().NodeLogNotShipped(log.Node, log.RunId, e.Message);
        }
    }
}
