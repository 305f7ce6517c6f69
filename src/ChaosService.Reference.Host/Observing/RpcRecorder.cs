using System.Diagnostics;
using ChaosService.Reference.Host.Settings;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace ChaosService.Reference.Host.Observing;

/// <summary>
/// Records the calls that this node gets from others. Raft's are left out: there are hundreds a second, and they would displace the others
/// at once.
/// </summary>
internal sealed class RpcRecorder(RecentRequests recent, NodeSettings settings, TimeProvider time) : Interceptor
{
    /// <summary>Metadata that names the calling node, for calls whose request does not.</summary>
    public const string OriginHeader = "originating-node-id";

    private const string LeftOut = "/chaos.reference.raft.v1.Raft/Deliver";
    private const int PayloadMax = 8 << 10;

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        if (context.Method == LeftOut) return await continuation(request, context);
        var started = time.GetTimestamp();
        try
        {
            var response = await continuation(request, context);
            var (outcome, error) = Of(response as IMessage);
            Note(request as IMessage, context, started, outcome, error);
            return response;
        }
        catch (Exception error)
        {
            Note(request as IMessage, context, started, Status(error), error.Message);
            throw;
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        var started = time.GetTimestamp();
        try
        {
            await continuation(request, responseStream, context);
            Note(request as IMessage, context, started, $"{StatusCode.OK}", null);
        }
        catch (Exception error)
        {
            Note(request as IMessage, context, started, Status(error), error.Message);
            throw;
        }
    }

    private static string Status(Exception error) => $"{(error as RpcException)?.StatusCode ?? StatusCode.Unknown}";

    private static (string Outcome, string? Error) Of(IMessage? response) =>
        response is not null && Find(response, "success") is false
            ? ("refused", Find(response, "error_message") as string)
            : ($"{StatusCode.OK}", null);

    private void Note(IMessage? request, ServerCallContext context, long started, string outcome, string? error)
    {
        if (request is null || context.Method.Split('/') is not [_, var service, var method]) return;
        var payload = Find(request, "wal_op_bytes") as ByteString;
        recent.Rpcs.Add(new(
            (time.GetUtcNow().UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * 100, time.GetElapsedTime(started).TotalSeconds, service,
            method,
            (Find(request, "db_name") ?? Find(request, "database_name")) as string, Find(request, "table_name") as string,
            Find(request, "shard_id") as ulong?, Find(request, "hash_partition_index") as int?,
            Find(request, "originating_node_id") as string ?? context.RequestHeaders.GetValue(OriginHeader), settings.NodeId, outcome,
            error, $"{Activity.Current?.TraceId}", request.CalculateSize(),
            payload is { Length: <= PayloadMax } ? payload.Memory : null));
    }

    /// <summary>Finds a field by its name, in the request or in a nested message: so calls added later are recorded as well.</summary>
    private static object? Find(IMessage message, string name)
    {
        if (message.Descriptor.FindFieldByName(name) is { } field)
            return field.HasPresence && !field.Accessor.HasValue(message) ? null : field.Accessor.GetValue(message);
        foreach (var inner in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (inner.FieldType != FieldType.Message || inner.IsRepeated || inner.IsMap) continue;
            if (inner.Accessor.GetValue(message) is IMessage within && Find(within, name) is { } found) return found;
        }
        return null;
    }
}
