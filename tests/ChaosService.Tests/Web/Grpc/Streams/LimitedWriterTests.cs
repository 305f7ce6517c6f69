using ChaosService.Contracts.V1;
using ChaosService.Web.Grpc.Streams;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Time.Testing;

namespace ChaosService.Tests.Web.Grpc.Streams;

/// <summary>A caller that takes nothing.</summary>
public sealed class LimitedWriterTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();
    private readonly DeafCaller _caller = new();

    [Fact]
    public async Task Caller_that_takes_nothing_for_the_limit_is_cut_off_as_exhausted()
    {
        var writing = Writer(CancellationToken.None).WriteAsync(new Run { Id = "a" }, TestContext.Current.CancellationToken);
        Assert.False(writing.IsCompleted);

        _time.Advance(Limit);

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
    public async Task Writer_that_gives_up_does_not_wait_for_a_caller_that_takes_nothing()
    {
        using var enough = new CancellationTokenSource();
        var writing = Writer(CancellationToken.None).WriteAsync(new Run { Id = "a" }, enough.Token);

        await enough.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        Assert.Equal(0x8, _caller.ErrorCode);
    }

    private LimitedWriter<Run> Writer(CancellationToken ended)
    {
        var http = new DefaultHttpContext();
        http.Features.Set<IHttpResetFeature>(_caller);
        return new LimitedWriter<Run>(_caller, http, Limit, _time, ended);
    }

    /// <summary>As Kestrel does: a write that waits for the caller's window ends with the stream.</summary>
    private sealed class DeafCaller : IServerStreamWriter<Run>, IHttpResetFeature
    {
        private readonly TaskCompletionSource _reset = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int? ErrorCode { get; private set; }

        public WriteOptions? WriteOptions { get; set; }

        public void Reset(int errorCode)
        {
            ErrorCode = errorCode;
            _reset.TrySetResult();
        }

        public Task WriteAsync(Run message) => _reset.Task;

        public Task WriteAsync(Run message, CancellationToken cancellationToken) => _reset.Task;
    }
}
