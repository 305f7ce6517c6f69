using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ChaosService.Host.Grpc.Protocol;

/// <summary>A status on its way to the caller.</summary>
internal static class StatusAnswer
{
    /// <summary>After messages, or after headers that are out already.</summary>
    public static void WriteTrailers(HttpResponse response, Status status, Metadata? trailers)
    {
        response.AppendTrailer(GrpcHeaders.Status, CodeText(status.StatusCode));
        if (status.Detail.Length > 0) response.AppendTrailer(GrpcHeaders.Message, StatusMessage.Encode(status.Detail));
        foreach (var entry in trailers ?? []) response.AppendTrailer(entry.Key, entry.OnTheWire);
    }

    /// <summary>Instead of a response: one block of headers.</summary>
    public static void WriteOnly(HttpResponse response, Status status, Metadata? trailers)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = GrpcHeaders.ContentType;
        response.Headers[GrpcHeaders.Status] = CodeText(status.StatusCode);
        if (status.Detail.Length > 0) response.Headers[GrpcHeaders.Message] = StatusMessage.Encode(status.Detail);
        trailers?.CopyTo(response.Headers);
    }

    private static string CodeText(StatusCode code) => code == StatusCode.OK ? "0" : ((int)code).ToString(CultureInfo.InvariantCulture);
}
