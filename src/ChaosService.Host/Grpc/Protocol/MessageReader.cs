using System.Buffers;
using System.IO.Pipelines;
using Google.Protobuf;

namespace ChaosService.Host.Grpc.Protocol;

/// <summary>Reads a request's messages one after the other; no more than one is in memory.</summary>
/// <param name="encoding">As the request says: of those messages that are marked as compressed.</param>
internal sealed class MessageReader<T>(PipeReader body, MessageParser<T> parser, string? encoding, int bytesMax) : IAsyncStreamReader<T>
    where T : class, IMessage<T>
{
    private T? _current;

    public T Current => _current ?? throw new InvalidOperationException("no message was read yet");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await body.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            if (MessageFrames.TryTake(ref buffer, bytesMax, out var compressed, out var payload))
            {
                _current = Parse(compressed ? MessageEncodings.Decode(encoding, payload, bytesMax) : payload);
                body.AdvanceTo(buffer.Start);
                return true;
            }
            body.AdvanceTo(buffer.Start, buffer.End);
            if (!read.IsCompleted) continue;
            return buffer.IsEmpty ? false : throw new RpcException(StatusCode.Internal, "the request ends inside a message");
        }
    }

    /// <summary>The only message of a request.</summary>
    public async Task<T> SingleAsync(CancellationToken cancellationToken)
    {
        if (!await MoveNext(cancellationToken)) throw new RpcException(StatusCode.Unimplemented, "the request has no message, and this method takes one");
        var only = Current;
        return await MoveNext(cancellationToken) ? throw new RpcException(StatusCode.Unimplemented, "the request has several messages, and this method takes one") : only;
    }

    private T Parse(in ReadOnlySequence<byte> bytes)
    {
        try
        {
            return parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new RpcException(StatusCode.Internal, $"the message is no {typeof(T).Name}: {e.Message}");
        }
    }
}
