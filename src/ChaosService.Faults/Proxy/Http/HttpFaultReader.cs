using ChaosService.Faults.Proxy.Calls;
using ChaosService.Model.Configuration;
using ChaosService.Proxies.Http.Answers;

namespace ChaosService.Faults.Proxy.Http;

/// <summary>Reads what is done to requests, and to which. Null when it is wrong; the reader holds the problems.</summary>
internal static class HttpFaultReader
{
    private const long TruncateMax = 1 << 20;
    private const int BodyBytesMax = 64 << 10;

    public static HttpFault? Read(MapReader reader)
    {
        var (method, host, path) = (reader.Text("method"), reader.Text("host"), reader.Text("path"));
        var (status, body, abort, truncate) = (reader.Integer("status", 200, 599), Body(reader), reader.Flag("abort"), Truncate(reader));
        var when = CallReader.When(reader);
        string[] keys = ["method", "host", "path", "status", "body", "abort", "truncate"];
        object?[] values = [method, host, path, status, body, abort, truncate];
        if (when is null || keys.Zip(values).Any(k => k.Second is null && reader.Has(k.First))) return null;
        if (!IsPossible(reader, status, abort)) return null;
        return new(method, host, path, (int?)status, body, abort == true, truncate, when.Value.Delay, when.Value.Stage);
    }

    private static bool IsPossible(MapReader reader, long? status, bool? abort)
    {
        if (!CallReader.HasOne(reader, ["abort", "truncate", "status"], ["status", "body", "abort", "truncate", "delay"])) return false;
        if (!CallReader.HasOne(reader, ["abort", "truncate", "body"], ["status", "body", "abort", "truncate", "delay"])) return false;
        if (abort == false)
        {
            CallReader.Wrong(reader, "abort", "does nothing when it is false", "write 'abort: true', or leave it out");
            return false;
        }
        if (status is 204 or 205 or 304 && reader.Has("body"))
        {
            CallReader.Wrong(reader, "body", $"cannot be sent with {status}", "leave it out, or write a status whose answers have a body");
            return false;
        }
        return true;
    }

    private static string? Body(MapReader reader)
    {
        if (reader.Text("body") is not { } body) return null;
        if (body.Length <= BodyBytesMax) return body;
        CallReader.Wrong(reader, "body", "is too long", $"write at most {BodyBytesMax} characters");
        return null;
    }

    private static long? Truncate(MapReader reader)
    {
        if (reader.Bytes("truncate") is not { } bytes) return null;
        if (bytes <= TruncateMax) return bytes;
        CallReader.Wrong(reader, "truncate", "is out of range", "write a size from 0B to 1MiB");
        return null;
    }
}
