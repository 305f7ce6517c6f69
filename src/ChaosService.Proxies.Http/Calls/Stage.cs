using System.Text.Json.Serialization;

namespace ChaosService.Proxies.Http.Calls;

/// <summary>The point at which the fault applies to a call.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Stage>))]
internal enum Stage
{
    /// <summary>On the way to the server, which is not called when the fault answers in its place.</summary>
    Request,

    /// <summary>On the way back: the server has executed the call.</summary>
    Response,
}
