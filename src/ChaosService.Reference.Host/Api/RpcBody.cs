using System.Text;
using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Writes;
using ChaosService.Reference.Host.Observing;

namespace ChaosService.Reference.Host.Api;

/// <summary>A call that this node received.</summary>
/// <param name="Number">Counted from the node's start; a gap before the first one shows that older ones were dropped.</param>
/// <param name="Step">What to do with the batch in the call.</param>
/// <param name="Lines">The batch's points in line protocol; null without a batch, or when it is long.</param>
internal sealed record RpcBody(
    long Number, long At, double Seconds, string Service, string Method, string? Db, string? Table, ulong? ShardId,
    int? HashPartitionIndex, string? From, uint NodeId, string Outcome, string? Error, string TraceId, int RequestBytes, string? Step,
    string? Batch, string? Lines)
{
    public static RpcBody Of(long number, RpcRecord rpc)
    {
        var (step, batch, lines) = Decoded(rpc.Payload);
        return new(
            number, rpc.At, rpc.Seconds, rpc.Service, rpc.Method, rpc.Db, rpc.Table, rpc.ShardId, rpc.HashPartitionIndex, rpc.From,
            rpc.NodeId, rpc.Outcome, rpc.Error, rpc.TraceId, rpc.RequestBytes, step, batch, lines);
    }

    private static (string? Step, string? Batch, string? Lines) Decoded(ReadOnlyMemory<byte>? payload)
    {
        if (payload is not { } bytes) return default;
        try
        {
            var (step, id, points) = BatchFormat.Read(bytes);
            var lines = new StringBuilder();
            foreach (var point in points) LineWriter.Write(lines, point);
            return ($"{step}", $"{id.Node}-{id.Start}-{id.Number}", lines.ToString());
        }
        catch (FormatException error)
        {
            return (null, null, $"no batch: {error.Message}");
        }
    }
}
