using System.Net;
using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Query;
using ChaosService.Reference.Host.Cluster;
using ChaosService.Reference.Host.Observing;
using ChaosService.Reference.Host.Protos;
using ChaosService.Reference.Host.Querying.Fragments;
using ChaosService.Reference.Host.Settings;
using ChaosService.Reference.Host.Transport;
using ChaosService.Reference.Host.Wire;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChaosService.Reference.Tests.Host.Querying;

/// <summary>Nodes that answer as a test tells them: one that breaks off in the middle, one that is gone, one that is well.</summary>
public sealed class FragmentReaderTests : IAsyncLifetime
{
    private static readonly IReadOnlyList<Point> Points =
        LineParser.Parse("cpu f=1 1\ncpu f=2 2\ncpu f=3 3", Precision.Nanosecond, 0).Points;

    private readonly WebApplication _nodes;

    public FragmentReaderTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        _nodes = builder.Build();
        _nodes.MapGrpcService<ToldNode>();
    }

    private string Address => _nodes.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
        .Single()["http://".Length..];

    /// <summary>The first call compiles what the others use: on a busy machine it takes longer than they wait.</summary>
    public async ValueTask InitializeAsync()
    {
        await _nodes.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(3, (await ReadAsync("well", [2], QueryBugs.None)).Rows.Count);
    }

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task Stream_that_breaks_off_gives_no_rows_and_an_error_that_names_the_node()
    {
        var failure = await Assert.ThrowsAsync<QueryFailedException>(() => ReadAsync("breaks-off", [2], QueryBugs.None, seconds: 3));

        Assert.Equal(503, failure.Status);
        Assert.Contains($"Stream error from remote node node 2 at {Address}: the disk is gone", failure.Message);
    }

    [Fact]
    public async Task Node_that_refuses_and_node_that_is_gone_have_errors_of_their_own()
    {
        var refused = await Assert.ThrowsAsync<QueryFailedException>(() => ReadAsync("refuses", [2], QueryBugs.None, seconds: 3));
        var gone = await Assert.ThrowsAsync<QueryFailedException>(() => ReadAsync("well", [9], QueryBugs.None, seconds: 3));

        Assert.Contains($"Remote query fragment execution failed on node 2 at {Address}: no such thing", refused.Message);
        Assert.Contains("Failed to connect to remote query service at node 9 at 127.0.0.1:1", gone.Message);
    }

    [Fact]
    public async Task Another_node_that_holds_the_same_answers_for_one_that_breaks_off()
    {
        var part = await ReadAsync("breaks-off-once", [2, 3], QueryBugs.None);

        Assert.Equal(3, part.Rows.Count);
    }

    [Fact]
    public async Task Bug_partial_rows_takes_what_has_come_for_everything()
    {
        var part = await ReadAsync("breaks-off", [2], QueryBugs.PartialRowsAfterStreamError);

        Assert.Equal(2, part.Rows.Count);
    }

    private async Task<Part<Point>> ReadAsync(string table, uint[] nodes, QueryBugs bugs, int seconds = 30)
    {
        var settings = new NodeSettings
        {
            NodeId = 1, Peers = [], DataFolder = "none", RequestLimit = TimeSpan.FromSeconds(seconds), QueryBugs = bugs,
        };
        using var channels = new RpcChannels(id => id == 9 ? "127.0.0.1:1" : Address, null);
        using var spans = new NodeSpans(settings);
        var reader = new FragmentReader(
            null!, new CatalogReplica(default), channels, settings, new NodeMetrics(), spans, TimeProvider.System);
        return await reader.ReadAsync(
            new("d", table, new GroupId(1, 0), nodes), ScanQuestion.All, new QueryTally(), TestContext.Current.CancellationToken);
    }

    /// <summary>The name of the table says what becomes of the call.</summary>
    internal sealed class ToldNode : DistributedQueryService.DistributedQueryServiceBase
    {
        private static int _calls;

        public override async Task ExecuteQueryFragment(
            ExecuteQueryFragmentRequest request, IServerStreamWriter<QueryResponse> responseStream, ServerCallContext context)
        {
            if (request.TableName == "refuses") throw new RpcException(new(StatusCode.NotFound, "no such thing"));
            var breaksOff = request.TableName == "breaks-off"
                || (request.TableName == "breaks-off-once" && Interlocked.Increment(ref _calls) == 1);
            await responseStream.WriteAsync(new() { RecordBatchBytes = Bytes(Points.Take(2)) });
            if (breaksOff) throw new RpcException(new(StatusCode.Internal, "the disk is gone"));
            await responseStream.WriteAsync(new() { RecordBatchBytes = Bytes(Points.Skip(2)) });
        }

        private static ByteString Bytes(IEnumerable<Point> points) => ByteString.CopyFrom(ScanQuestion.All.Write([.. points]));
    }
}
