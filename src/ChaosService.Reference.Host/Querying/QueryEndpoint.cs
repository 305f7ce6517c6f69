using System.Text;
using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Host.Cluster;
using ChaosService.Reference.Host.Protos;
using ChaosService.Reference.Host.Settings;
using ChaosService.Reference.Host.Wire;
using Google.Protobuf;
using Grpc.Core;

namespace ChaosService.Reference.Host.Querying;

/// <summary>Parts of queries that other nodes ask of this one.</summary>
internal sealed class QueryEndpoint(PartitionReader partitions, CatalogReplica catalog, NodeSettings settings)
    : DistributedQueryService.DistributedQueryServiceBase
{
    public const string PartitionScanType = "PartitionScan";

    private const int PointsAtOnceMax = 1000;

    public override async Task ExecuteQueryFragment(
        ExecuteQueryFragmentRequest request, IServerStreamWriter<QueryResponse> responseStream, ServerCallContext context)
    {
        if (request.FragmentType != PartitionScanType)
            throw Failure(StatusCode.Unimplemented, $"fragment_type '{request.FragmentType}': there is only {PartitionScanType}");
        var scan = Parse(request.QueryFragment);
        if (catalog.State.Table(request.DbName, scan.TableName) is null)
            throw Failure(StatusCode.NotFound, $"there is no table '{scan.TableName}' in database '{request.DbName}'");
        var group = new GroupId(scan.ShardId, scan.HashPartitionIndex);
        var (points, why) = await partitions.LocalAsync(group, settings.RequestLimit, context.CancellationToken);
        if (points is null) throw Failure(StatusCode.Unavailable, why!);
        foreach (var some in points.Chunk(PointsAtOnceMax))
        {
            var lines = new StringBuilder();
            foreach (var point in some) LineWriter.Write(lines, point);
            var bytes = ByteString.CopyFromUtf8(lines.ToString());
            await responseStream.WriteAsync(new() { RecordBatchBytes = bytes }, context.CancellationToken);
        }
    }

    private static PartitionScan Parse(ByteString bytes)
    {
        try
        {
            return PartitionScan.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw Failure(StatusCode.InvalidArgument, $"query_fragment is no {PartitionScanType}: {error.Message}");
        }
    }

    private static RpcException Failure(StatusCode status, string text) => new(new(status, text));
}
