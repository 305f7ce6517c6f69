using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace ChaosService.Workloads.Redis.Resp;

/// <summary>Writes commands: arrays of bulk strings.</summary>
internal static class RespWriter
{
    private const int MaxNumberBytes = 20;

    public static void WriteCommand(IBufferWriter<byte> output, params ReadOnlySpan<string> arguments)
    {
        WriteHeader(output, (byte)'*', arguments.Length);
        foreach (var argument in arguments)
        {
            WriteHeader(output, (byte)'$', Encoding.UTF8.GetByteCount(argument));
            Encoding.UTF8.GetBytes(argument, output);
            output.Write("\r\n"u8);
        }
    }

    private static void WriteHeader(IBufferWriter<byte> output, byte kind, int number)
    {
        var span = output.GetSpan(MaxNumberBytes + 3);
        span[0] = kind;
        Utf8Formatter.TryFormat(number, span[1..], out var digits);
        "\r\n"u8.CopyTo(span[(1 + digits)..]);
        output.Advance(digits + 3);
    }
}
