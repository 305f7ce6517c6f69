using System.Net;

namespace ChaosService.Web.Access.Listening.Http2;

/// <summary>The endpoint of connections that were accepted elsewhere. Nobody can connect to it.</summary>
internal sealed class HandoverEndPoint : EndPoint
{
    public override string ToString() => "http2-on-the-same-port";
}
