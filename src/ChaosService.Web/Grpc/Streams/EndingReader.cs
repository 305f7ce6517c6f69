using Grpc.Core;

namespace ChaosService.Web.Grpc.Streams;

/// <summary>A caller's messages until the call ends, even if the caller could continue.</summary>
internal sealed class EndingReader<T>(IAsyncStreamReader<T> stream, CancellationToken ended) : IAsyncStreamReader<T>
{
    public T Current => stream.Current;

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, ended);
        return await stream.MoveNext(either.Token);
    }
}
