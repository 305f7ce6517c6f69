using System.Net;
using System.Net.Sockets;

namespace ChaosService.Faults.Proxy.Calls;

/// <summary>Sends an HTTP request on an existing connection.</summary>
internal static class CallQuestion
{
    public static async Task<CallAnswer> AskAsync(
        Socket socket, HttpRequestMessage request, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var asker = new HttpMessageInvoker(On(socket));
        var (start, body) = (time.GetTimestamp(), new MemoryStream());
        HttpResponseMessage? response = null;
        CallAnswer Answer(AnswerEnd end) =>
            new((int?)response?.StatusCode, body.ToArray(), GrpcOf(response), end, time.GetElapsedTime(start));
        try
        {
            response = await asker.SendAsync(request, either.Token);
            await response.Content.CopyToAsync(body, either.Token);
            return Answer(AnswerEnd.Whole);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return Answer(response is not null ? AnswerEnd.Cut : IsReset(e) ? AnswerEnd.Reset : AnswerEnd.Closed);
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Answer(AnswerEnd.Silent);
        }
        finally
        {
            response?.Dispose();
        }
    }

    private static SocketsHttpHandler On(Socket socket) => new()
    {
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectCallback = (_, _) => ValueTask.FromResult<Stream>(new NetworkStream(socket, ownsSocket: false)),
        UseCookies = false,
        UseProxy = false,
    };

    /// <summary>In the trailers, or in the headers of an answer that has nothing else.</summary>
    private static string? GrpcOf(HttpResponseMessage? response)
    {
        if (response is null) return null;
        IEnumerable<string>? found = null;
        return response.TrailingHeaders.TryGetValues("grpc-status", out found) || response.Headers.TryGetValues("grpc-status", out found)
            ? found.First()
            : null;
    }

    private static bool IsReset(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
            if (e is SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.Shutdown }) return true;
        return false;
    }
}
