using System.Net;
using System.Text;
using System.Threading.Channels;
using ChaosService.Docker.Clusters;
using ChaosService.Model.Clusters;
using ChaosService.Tests.Docker.Engine;
using ChaosService.Tests.Engine.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.Tests.Docker.Clusters;

public sealed class ClusterWatchTests
{
    private const string Event =
        """{"Type":"container","Action":"start","Actor":{"ID":"c1","Attributes":{"com.docker.compose.service":"etcd1"}}}""";

    private readonly Channel<HttpListenerContext> _streams = Channel.CreateBounded<HttpListenerContext>(4);
    private volatile int _starts = 1;

    /// <summary>How many questions about a container get no answer.</summary>
    private int _silent;

    [Fact]
    public async Task Start_is_announced_once_with_the_new_process_known()
    {
        await using var engine = new FakeEngine(AnswerAsync);
        var (cluster, announced) = NewCluster(engine);
        await using var watch = new ClusterWatch(engine.Client, cluster, TimeProvider.System, NullLogger.Instance);
        await watch.StartAsync(Cancellation);
        Assert.Equal(101, cluster.LastKnown("etcd1").Pid);

        _starts = 2;
        var stream = await _streams.Reader.ReadAsync(Cancellation);
        await SendAsync(stream, Event + "\n" + Event);
        Assert.Equal(102, await announced.Reader.ReadAsync(Cancellation));
        _starts = 3;
        await SendAsync(stream, Event);
        Assert.Equal(103, await announced.Reader.ReadAsync(Cancellation));
    }

    [Fact]
    public async Task Start_while_the_stream_was_broken_is_announced_after_it_is_back()
    {
        await using var engine = new FakeEngine(AnswerAsync);
        var (cluster, announced) = NewCluster(engine);
        await using var watch = new ClusterWatch(engine.Client, cluster, TimeProvider.System, NullLogger.Instance);
        await watch.StartAsync(Cancellation);

        var stream = await _streams.Reader.ReadAsync(Cancellation);
        _starts = 2;
        stream.Response.Abort();
        Assert.Equal(102, await announced.Reader.ReadAsync(Cancellation));
        await _streams.Reader.ReadAsync(Cancellation);
    }

    [Theory]
    [InlineData("""{"Type":"container","Action":"start","Actor":{"ID":7}}""")]
    [InlineData("garbage")]
    public async Task Start_after_an_answer_that_nobody_foresaw_is_announced(string odd)
    {
        await using var engine = new FakeEngine(AnswerAsync);
        var (cluster, announced) = NewCluster(engine);
        await using var watch = new ClusterWatch(engine.Client, cluster, TimeProvider.System, NullLogger.Instance);
        await watch.StartAsync(Cancellation);

        var stream = await _streams.Reader.ReadAsync(Cancellation);
        _starts = 2;
        await SendAsync(stream, odd);
        Assert.Equal(102, await announced.Reader.ReadAsync(Cancellation));
        var again = await _streams.Reader.ReadAsync(Cancellation);
        _starts = 3;
        await SendAsync(again, Event);
        Assert.Equal(103, await announced.Reader.ReadAsync(Cancellation));
    }

    [Fact]
    public async Task Listener_that_throws_keeps_nobody_from_being_told()
    {
        await using var engine = new FakeEngine(AnswerAsync);
        var (cluster, announced) = NewCluster(engine, first: _ => throw new InvalidOperationException("a listener's own trouble"));
        await using var watch = new ClusterWatch(engine.Client, cluster, TimeProvider.System, NullLogger.Instance);
        await watch.StartAsync(Cancellation);

        var stream = await _streams.Reader.ReadAsync(Cancellation);
        foreach (var start in new[] { 2, 3 })
        {
            _starts = start;
            await SendAsync(stream, Event);
            Assert.Equal(100 + start, await announced.Reader.ReadAsync(Cancellation));
        }
    }

    [Fact]
    public async Task Engine_that_does_not_answer_in_time_is_asked_again()
    {
        // It is waited out once, and long enough for every other answer on a busy machine.
        await using var engine = new FakeEngine(AnswerAsync, TimeSpan.FromSeconds(5));
        var (cluster, announced) = NewCluster(engine);
        await using var watch = new ClusterWatch(engine.Client, cluster, TimeProvider.System, NullLogger.Instance);
        await watch.StartAsync(Cancellation);

        var stream = await _streams.Reader.ReadAsync(Cancellation);
        (_starts, _silent) = (2, 1);
        await SendAsync(stream, Event);
        Assert.Equal(102, await announced.Reader.ReadAsync(Cancellation));
    }

    [Fact]
    public async Task Stream_that_ends_in_the_middle_of_an_event_is_listened_to_again()
    {
        await using var engine = new FakeEngine(AnswerAsync);
        var (cluster, announced) = NewCluster(engine);
        await using var watch = new ClusterWatch(engine.Client, cluster, TimeProvider.System, NullLogger.Instance);
        await watch.StartAsync(Cancellation);

        var stream = await _streams.Reader.ReadAsync(Cancellation);
        _starts = 2;
        await SendAsync(stream, Event[..30]);
        stream.Response.Close();
        Assert.Equal(102, await announced.Reader.ReadAsync(Cancellation));
    }

    [Fact]
    public async Task Start_after_the_engine_answered_and_before_it_listens_is_announced()
    {
        await using var engine = new FakeEngine(async (request, context) =>
        {
            if (!request.StartsWith("GET /events", StringComparison.Ordinal))
            {
                await AnswerAsync(request, context);
                return;
            }
            _starts = 2;
            // What is past when the engine begins to listen comes only to who asks for it.
            context.Response.SendChunked = true;
            await SendAsync(context, context.Request.QueryString["since"] is null ? "" : Event);
        });
        var (cluster, announced) = NewCluster(engine);
        await using var watch = new ClusterWatch(engine.Client, cluster, TimeProvider.System, NullLogger.Instance);
        await watch.StartAsync(Cancellation);

        Assert.Equal(102, await announced.Reader.ReadAsync(Cancellation).AsTask().WaitAsync(Wait.Limit, Cancellation));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static (DockerCluster Cluster, Channel<int> Announced) NewCluster(FakeEngine engine, Action<string>? first = null)
    {
        var definition = new TargetDefinition { Name = "t", Database = "etcd", Nodes = [new("etcd1", "etcd")] };
        var cluster = new DockerCluster(engine.Client, new("p"), definition);
        var announced = Channel.CreateBounded<int>(4);
        if (first is not null) cluster.NodeStarted += first;
        cluster.NodeStarted += node => announced.Writer.TryWrite(cluster.LastKnown(node).Pid);
        return (cluster, announced);
    }

    private async Task AnswerAsync(string request, HttpListenerContext context)
    {
        if (request.StartsWith("GET /events", StringComparison.Ordinal))
        {
            context.Response.SendChunked = true;
            await context.Response.OutputStream.WriteAsync("\n"u8.ToArray());
            await context.Response.OutputStream.FlushAsync();
            await _streams.Writer.WriteAsync(context);
        }
        else if (request.StartsWith("GET /containers/json", StringComparison.Ordinal))
            await FakeEngine.WriteAsync(context, """[{"Id":"c1","Labels":{"com.docker.compose.service":"etcd1"}}]""");
        else if (Interlocked.Decrement(ref _silent) < 0)
            await FakeEngine.WriteAsync(context,
                $$$"""{"Id":"c1","State":{"Running":true,"Pid":{{{100 + _starts}}},"StartedAt":"2026-03-01T10:00:0{{{_starts}}}Z"}}""");
    }

    private static async Task SendAsync(HttpListenerContext stream, string text)
    {
        await stream.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text + "\n"));
        await stream.Response.OutputStream.FlushAsync();
    }
}
