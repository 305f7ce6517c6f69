using System.IO.Compression;
using System.IO.Pipelines;
using ChaosService.Contracts.V1;
using ChaosService.Host.Grpc.Protocol;
using Google.Protobuf;

namespace ChaosService.Tests.Host.Grpc.Protocol;

public sealed class MessageReaderTests
{
    private const int BytesMax = 1000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static readonly byte[] Two = [.. GrpcClient.Frame(new GetRunRequest { Id = "first" }), .. GrpcClient.Frame(new GetRunRequest { Id = "second" })];

    [Fact]
    public async Task Messages_are_read_however_their_bytes_are_cut()
    {
        for (var chunk = 1; chunk <= Two.Length; chunk++)
        {
            var pipe = new Pipe();
            var reader = new MessageReader<GetRunRequest>(pipe.Reader, GetRunRequest.Parser, null, BytesMax);
            var writing = WriteAsync(pipe.Writer, chunk);

            Assert.True(await reader.MoveNext(Cancellation));
            Assert.Equal("first", reader.Current.Id);
            Assert.True(await reader.MoveNext(Cancellation));
            Assert.Equal("second", reader.Current.Id);
            Assert.False(await reader.MoveNext(Cancellation));
            await writing;
        }
    }

    [Fact]
    public async Task Empty_message_is_a_message()
    {
        var reader = Of(GrpcClient.Frame(new GetRunRequest()));

        Assert.Equal("", (await reader.SingleAsync(Cancellation)).Id);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Compressed_message_is_unpacked(string encoding)
    {
        var reader = Of(GrpcClient.Frame(1, Packed(encoding, new GetRunRequest { Id = "packed" }.ToByteArray())), encoding);

        Assert.Equal("packed", (await reader.SingleAsync(Cancellation)).Id);
    }

    [Fact]
    public async Task Message_that_unfolds_beyond_the_limit_is_refused() =>
        Assert.Equal(StatusCode.ResourceExhausted, await RefusalAsync(GrpcClient.Frame(1, Packed("gzip", new byte[10 << 20])), "gzip"));

    [Fact]
    public async Task Message_over_the_limit_is_refused_before_it_came() =>
        Assert.Equal(StatusCode.ResourceExhausted, await RefusalAsync([0, 0, 0, 3, 233]));

    [Fact]
    public async Task Message_that_is_not_what_its_encoding_says_is_refused() =>
        Assert.Equal(StatusCode.Internal, await RefusalAsync(GrpcClient.Frame(1, [1, 2, 3]), "gzip"));

    [Theory]
    [InlineData(null)]
    [InlineData("identity")]
    public async Task Compressed_message_without_an_encoding_is_refused(string? encoding) =>
        Assert.Equal(StatusCode.Internal, await RefusalAsync(GrpcClient.Frame(1, [1, 2, 3]), encoding));

    [Fact]
    public async Task Flag_that_is_neither_0_nor_1_is_refused() => Assert.Equal(StatusCode.Internal, await RefusalAsync([2, 0, 0, 0, 0]));

    [Fact]
    public async Task Bytes_that_are_no_message_are_refused() => Assert.Equal(StatusCode.Internal, await RefusalAsync(GrpcClient.Frame(0, [0xff, 0xff, 0xff])));

    [Fact]
    public async Task End_inside_a_message_is_refused() => Assert.Equal(StatusCode.Internal, await RefusalAsync(Two[..^1]));

    [Fact]
    public async Task Several_messages_where_one_is_taken_are_refused() => Assert.Equal(StatusCode.Unimplemented, await RefusalAsync(Two));

    [Fact]
    public async Task No_message_where_one_is_taken_is_refused() => Assert.Equal(StatusCode.Unimplemented, await RefusalAsync([]));

    private static MessageReader<GetRunRequest> Of(byte[] body, string? encoding = null) =>
        new(PipeReader.Create(new MemoryStream(body)), GetRunRequest.Parser, encoding, BytesMax);

    private static async Task<StatusCode> RefusalAsync(byte[] body, string? encoding = null) =>
        (await Assert.ThrowsAsync<RpcException>(() => Of(body, encoding).SingleAsync(Cancellation))).Status.StatusCode;

    private static byte[] Packed(string encoding, byte[] plain)
    {
        using var packed = new MemoryStream();
        using (Stream packer = encoding == "gzip" ? new GZipStream(packed, CompressionLevel.Fastest) : new ZLibStream(packed, CompressionLevel.Fastest)) packer.Write(plain);
        return packed.ToArray();
    }

    private static async Task WriteAsync(PipeWriter writer, int chunk)
    {
        for (var at = 0; at < Two.Length; at += chunk) await writer.WriteAsync(Two.AsMemory(at, Math.Min(chunk, Two.Length - at)), Cancellation);
        await writer.CompleteAsync();
    }
}
