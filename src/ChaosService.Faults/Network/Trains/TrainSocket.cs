using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using ChaosService.Faults.Kernel;

namespace ChaosService.Faults.Network.Trains;

/// <summary>
/// A raw socket of the network namespace that it was opened in, for the protocol number that is kept for experiments (RFC 3692): no node
/// listens to it, and a damaged packet is still delivered.
/// </summary>
internal sealed class TrainSocket : IDisposable
{
    private const int Experiment = 253;
    private const int V4 = 2;
    private const int V6 = 10;
    private const int RawCloseOnExec = 3 | 0x80000;
    private const int SocketLevel = 1;
    private const int ReceiveBufferForce = 33;
    private const int ReceiveBufferBytes = 16 << 20;
    private const int DontWait = 0x40;
    private const short Readable = 1;

    private readonly int _file;
    private readonly bool _v6;

    public TrainSocket(AddressFamily family)
    {
        _v6 = family == AddressFamily.InterNetworkV6;
        _file = Libc.Socket(_v6 ? V6 : V4, RawCloseOnExec, Experiment);
        if (_file < 0) throw new Win32Exception(Marshal.GetLastPInvokeError(), "A raw socket cannot be opened");
        var size = ReceiveBufferBytes;
        _ = Libc.SetOption(_file, SocketLevel, ReceiveBufferForce, ref size, sizeof(int));
    }

    /// <summary>What is refused on the way out counts as sent, and lost.</summary>
    public void Send(byte[] payload, IPAddress to)
    {
        Span<byte> address = stackalloc byte[_v6 ? 28 : 16];
        address.Clear();
        address[0] = (byte)(_v6 ? V6 : V4);
        to.TryWriteBytes(address[(_v6 ? 8 : 4)..], out _);
        _ = Libc.SendTo(_file, payload, payload.Length, 0, address, address.Length);
    }

    public void Wait(TimeSpan limit)
    {
        var files = new Libc.PollFile { File = _file, Wanted = Readable };
        var time = new Libc.TimeSpec
        {
            Seconds = limit.Ticks / TimeSpan.TicksPerSecond, Nanoseconds = limit.Ticks % TimeSpan.TicksPerSecond * 100,
        };
        _ = Libc.Poll(ref files, 1, ref time, 0);
    }

    /// <summary>Empty when nothing is there.</summary>
    public ReadOnlySpan<byte> Receive(byte[] buffer)
    {
        var length = (int)Libc.Receive(_file, buffer, buffer.Length, DontWait);
        if (length <= 0) return [];
        // IPv4 hands the header over as well.
        var header = _v6 ? 0 : (buffer[0] & 15) * 4;
        return buffer.AsSpan(0, length)[Math.Min(header, length)..];
    }

    public void Dispose() => _ = Libc.Close(_file);
}
