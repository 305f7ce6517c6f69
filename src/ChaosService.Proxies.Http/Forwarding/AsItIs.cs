using ChaosService.Proxies.Http.Calls;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace ChaosService.Proxies.Http.Forwarding;

/// <summary>Forwards a request with its original host and exact target, however unusual both are.</summary>
internal sealed class AsItIs : HttpTransformer
{
    private static readonly UriCreationOptions ToTheLetter = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var target = httpContext.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (target?.StartsWith('/') == true && Uri.TryCreate(destinationPrefix + target, ToTheLetter, out var uri))
            proxyRequest.RequestUri = uri;
        httpContext.Features.Get<Call>()?.Accompany(proxyRequest);
    }
}
