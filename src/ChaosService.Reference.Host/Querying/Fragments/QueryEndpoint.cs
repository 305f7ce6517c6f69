using System.Diagnostics;
using System.Text;
using ChaosService.Reference.Core.Query.Sql;
using ChaosService.Reference.Host.Cluster;
using ChaosService.Reference.Host.Observing;
using ChaosService.Reference.Host.Protos;
using ChaosService.Reference.Host.Settings;
using ChaosService.Reference.Host.Wire;
using Google.Protobuf;
using Grpc.Core;

namespace ChaosService.Reference.Host.Querying.Fragments;

/// <summary>Serves other nodes' query fragments on this one.</summary>
internal sealed class QueryEndpoint(
    LocalPartitions partitions, CatalogReplica catalog, NodeSettings settings, NodeSpans spans, ILogger<QueryEndpoint> log)
    : DistributedQueryService.DistributedQueryServiceBase
{
    private const int RowsAtOnceMax = 1000;

    public override Task ExecuteQueryFragment(
        ExecuteQueryFragmentRequest request, IServerStreamWriter<QueryResponse> responseStream, ServerCallContext context) =>
        request.FragmentType switch
        {
            SqlQuestion.TypeName => AnswerAsync(request, Sql(request), responseStream, context.CancellationToken),
            ScanQuestion.TypeName => AnswerAsync(request, Scan(request), responseStream, context.CancellationToken),
            _ => throw Failure(
                StatusCode.Unimplemented,
                $"fragment_type '{request.FragmentType}': there are {SqlQuestion.TypeName} and {ScanQuestion.TypeName}"),
        };

    private async Task AnswerAsync<T>(
        ExecuteQueryFragmentRequest request, Question<T> question, IServerStreamWriter<QueryResponse> answer,
        CancellationToken cancellation)
    {
        if (catalog.State.Table(request.DbName, request.TableName) is null)
            throw Failure(StatusCode.NotFound, $"there is no table '{request.TableName}' in database '{request.DbName}'");
        var group = new GroupId(request.ShardId, request.HashPartitionIndex);
        using var span = spans.Start("scan", ActivityKind.Server, request.DbName, request.TableName, group);
        var (part, why) = await partitions.AskAsync(group, question, settings.RequestLimit, cancellation);
        span.End(part is null ? "failed" : "ok", why);
        QueryingLog.Fragment(
            log, request.DbName, request.TableName, group.Shard, group.Partition, settings.NodeId, part is null ? "failed" : "ok",
            part?.PointsScanned ?? 0);
        if (part is null) throw Failure(StatusCode.Unavailable, why!);
        await answer.WriteAsync(new() { Summary = part.Summary(), RecordBatchBytes = Bytes(question, part, 0) }, cancellation);
        for (var from = RowsAtOnceMax; from < part.Rows.Count; from += RowsAtOnceMax)
            await answer.WriteAsync(new() { RecordBatchBytes = Bytes(question, part, from) }, cancellation);
    }

    private static ByteString Bytes<T>(Question<T> question, Part<T> part, int from) =>
        UnsafeByteOperations.UnsafeWrap(question.Write([.. part.Rows.Skip(from).Take(RowsAtOnceMax)]));

    private static SqlQuestion Sql(ExecuteQueryFragmentRequest request)
    {
        var sql = request.QueryFragment.ToString(Encoding.UTF8);
        if (SqlParser.Parse(sql, out var select) is { } error) throw Failure(StatusCode.InvalidArgument, $"query_fragment: {error}");
        return select!.Items.Count > 0
            ? new(sql, select)
            : throw Failure(StatusCode.InvalidArgument, $"query_fragment: * is asked for with a {ScanQuestion.TypeName}");
    }

    private static ScanQuestion Scan(ExecuteQueryFragmentRequest request)
    {
        try
        {
            return ScanQuestion.Of(request.QueryFragment);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw Failure(StatusCode.InvalidArgument, $"query_fragment is no {ScanQuestion.TypeName}: {error.Message}");
        }
    }

    private static RpcException Failure(StatusCode status, string text) => new(new(status, text));
}
