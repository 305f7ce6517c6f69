using System.Text;
using ChaosService.Engine.Tokens;
using ChaosService.Model.Clusters;
using ChaosService.Telemetry.Logging.Lines;
using Serilog.Sinks.Grafana.Loki;

namespace ChaosService.Telemetry.Logging.Nodes;

/// <summary>The lines of one captured log for Loki: a stream for each run and node, with the node's own times.</summary>
internal sealed class NodeLogLines(NodeLog log, IReadOnlyList<LokiLabel> labels)
{
    /// <summary>
    /// Only the end of a longer log is sent: the last events matter most in a run. The complete log stays in the run's directory.
    /// </summary>
    public const long BytesMax = 8 << 20;

    private readonly LokiStream _stream =
        LokiStream.Of([.. labels, new LokiLabel { Key = "run", Value = log.RunId }, new LokiLabel { Key = "node", Value = log.Node }]);
    private readonly KeyValuePair<string, string>[] _metadata = [new(LogFields.Experiment, log.Experiment)];

    public async IAsyncEnumerable<LokiLine> ReadAsync()
    {
        // Runs are deleted while others read: the file may disappear meanwhile.
        await using var file = new FileStream(log.File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var left = file.Length - BytesMax;
        if (left > 0) file.Seek(left, SeekOrigin.Begin);
        using var reader = new StreamReader(file, Encoding.UTF8);
        var fromNs = (log.From.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * TimeSpan.NanosecondsPerTick;
        long? time = null;
        // The rest of the line that was cut.
        if (left > 0) await reader.ReadLineAsync();
        while (await reader.ReadLineAsync() is { } line)
        {
            var stamped = NodeLogTime.Split(line);
            // A line without a time gets that of the previous line.
            time = stamped?.TimeNs ?? time;
            if (time is not { } at || at < fromNs) continue;
            if (left > 0)
            {
                yield return Line(at, $"({left:#,0} bytes of this log before here are in the run's directory only)");
                left = 0;
            }
            yield return Line(at, stamped?.Text ?? line);
        }
    }

    private LokiLine Line(long timeNs, string text) => new(_stream, timeNs, LokiLine.Cut(TokenText.HideIn(text)), _metadata);
}
