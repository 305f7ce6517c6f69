using ChaosService.Faults.Proxy.Calls;
using ChaosService.Model.Configuration;
using ChaosService.Proxies.Http.Grpc;

namespace ChaosService.Faults.Proxy.Grpc;

/// <summary>Reads the fault and the calls that it affects. Null when it is wrong; the reader holds the problems.</summary>
internal static class GrpcFaultReader
{
    /// <summary>How many messages a fault sends to itself to measure its effect.</summary>
    private const long MessagesMax = 1000;

    /// <summary>Of a call that ends after some messages when nothing else is said: what a server that went away is to a client.</summary>
    private const string Gone = "UNAVAILABLE";

    public static GrpcFault? Read(MapReader reader)
    {
        var (service, method, message) = (reader.Text("service"), reader.Text("method"), reader.Text("message"));
        var status = reader.Choice("status", GrpcStatus.Names);
        long? Count(string key) => reader.Integer(key, 1, MessagesMax);
        var (endAfter, drop, repeat) = (Count("endAfter"), Count("drop"), Count("repeat"));
        var when = CallReader.When(reader);
        string[] keys = ["service", "method", "message", "status", "endAfter", "drop", "repeat"];
        object?[] values = [service, method, message, status, endAfter, drop, repeat];
        if (when is null || keys.Zip(values).Any(k => k.Second is null && reader.Has(k.First)) || !IsPossible(reader)) return null;
        if (endAfter is not null) status ??= Gone;
        return new(service, method, status, message ?? "", endAfter, drop, repeat, when.Value.Delay, when.Value.Stage);
    }

    private static bool IsPossible(MapReader reader)
    {
        string[] all = ["status", "endAfter", "drop", "repeat", "delay"];
        if (!CallReader.HasOne(reader, ["endAfter", "drop", "repeat"], all)) return false;
        if (!CallReader.HasOne(reader, ["status", "drop", "repeat"], all)) return false;
        if (!reader.Has("message") || reader.Has("status") || reader.Has("endAfter")) return true;
        CallReader.Wrong(reader, "message", "goes with a status", "write 'status' or 'endAfter' beside it, or leave it out");
        return false;
    }
}
