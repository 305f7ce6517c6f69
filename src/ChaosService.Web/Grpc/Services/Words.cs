using System.Text.Json;

namespace ChaosService.Web.Grpc.Services;

/// <summary>REST's words for the values of gRPC's enums, in which 0 means no word.</summary>
internal static class Words
{
    public static T Parse<T>(string? word)
        where T : struct, Enum => word is not null && Enum.TryParse<T>(word, ignoreCase: true, out var value) ? value : default;

    /// <summary>Null for 0. A value that this build does not know stays a number, which is then refused as an unknown word.</summary>
    public static string? Of<T>(T value) where T : struct, Enum =>
        EqualityComparer<T>.Default.Equals(value, default) ? null : JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
