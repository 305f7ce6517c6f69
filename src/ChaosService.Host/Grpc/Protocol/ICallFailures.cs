using Microsoft.AspNetCore.Http;

namespace ChaosService.Host.Grpc.Protocol;

/// <summary>What the application says of calls that did not end well. With Grpc.AspNetCore this is an interceptor.</summary>
internal interface ICallFailures
{
    /// <summary>What the caller is told of an exception of the application.</summary>
    RpcException Of(Exception e, HttpContext http);

    /// <summary>Every call that ends with another status than OK comes by here.</summary>
    void Note(HttpContext http, StatusCode code);
}
