using System.Text.Json.Serialization;

namespace ChaosService.Proxies.Http.Calls;

/// <summary>Where on its way a call meets the fault.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Stage>))]
internal enum Stage
{
    /// <summary>On the way to the server, which is not asked when the fault answers in its place.</summary>
    Request,

    /// <summary>On the way back: the server has done what it was asked.</summary>
    Response,
}
