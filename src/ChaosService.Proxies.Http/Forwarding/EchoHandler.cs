using System.Net;
using ChaosService.Proxies.Http.Grpc;

namespace ChaosService.Proxies.Http.Forwarding;

/// <summary>Replaces the server when a fault measures itself: it answers with the request.</summary>
internal sealed class EchoHandler : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var answer = new HttpResponseMessage(HttpStatusCode.OK) { Version = request.Version, Content = new ByteArrayContent(asked) };
        if (!GrpcFault.IsGrpc(request.Content)) return answer;
        answer.Content.Headers.TryAddWithoutValidation("Content-Type", GrpcFault.ContentType);
        answer.TrailingHeaders.TryAddWithoutValidation("grpc-status", "0");
        return answer;
    }
}
