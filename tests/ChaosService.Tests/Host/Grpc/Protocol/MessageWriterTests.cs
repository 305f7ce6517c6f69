using ChaosService.Contracts.V1;
using ChaosService.Host.Grpc.Protocol;
using ChaosService.Tests.Engine.Fakes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ChaosService.Tests.Host.Grpc.Protocol;

/// <summary>A caller that takes nothing.</summary>
public sealed class MessageWriterTests : IDisposable
{
    private readonly StepTime _time = new();
    private readonly BlockedStream _caller = new();

    public void Dispose() => _caller.Dispose();

    [Fact]
    public async Task Caller_that_takes_nothing_for_the_limit_is_cut_off_as_exhausted()
    {
        var writing = Writer(CancellationToken.None).WriteAsync(new Run { Id = "a" }, TestContext.Current.CancellationToken);
        Assert.False(writing.IsCompleted);

        _time.Tick();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        Assert.Equal(0xb, _caller.ErrorCode);
    }

    [Fact]
    public async Task End_of_the_call_does_not_wait_for_a_caller_that_takes_nothing()
    {
        using var ended = new CancellationTokenSource();
        var writing = Writer(ended.Token).WriteAsync(new Run { Id = "a" }, TestContext.Current.CancellationToken);

        await ended.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        Assert.Equal(0x8, _caller.ErrorCode);
    }

    [Fact]
    public void Message_that_may_wait_does_until_too_many_have()
    {
        var writer = Writer(CancellationToken.None);
        writer.WriteOptions = new WriteOptions(WriteFlags.BufferHint);
        var written = 0;

        while (writer.WriteAsync(new Run { Id = new string('x', 1000) }, TestContext.Current.CancellationToken) is { IsCompleted: true }) written++;

        Assert.Equal(32, written);
        _caller.Reset(0);
    }

    private MessageWriter<Run> Writer(CancellationToken ended)
    {
        var http = new DefaultHttpContext();
        http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(_caller));
        http.Features.Set<IHttpResetFeature>(_caller);
        return new MessageWriter<Run>(http, TimeSpan.FromSeconds(10), _time, ended);
    }

    private sealed class BlockedStream : MemoryStream, IHttpResetFeature
    {
        private readonly TaskCompletionSource _reset = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int? ErrorCode { get; private set; }

        public void Reset(int errorCode)
        {
            ErrorCode = errorCode;
            _reset.TrySetResult();
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => new(_reset.Task);
    }
}
