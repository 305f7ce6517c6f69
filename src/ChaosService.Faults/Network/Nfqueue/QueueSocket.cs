using System.ComponentModel;
using System.Runtime.InteropServices;
using ChaosService.Faults.Kernel;

namespace ChaosService.Faults.Network.Nfqueue;

/// <summary>A netlink socket to the packet queues of the network namespace that it was opened in.</summary>
internal sealed class QueueSocket : IDisposable
{
    private const int Netlink = 16;
    private const int RawCloseOnExec = 3 | 0x80000;
    private const int NetfilterProtocol = 12;
    private const int SocketLevel = 1;
    private const int ReceiveBufferForce = 33;
    private const int NetlinkLevel = 270;
    private const int NoBufferErrors = 5;
    private const int DontWait = 0x40;
    private const short Readable = 1;
    private const uint QueueLimitPackets = 65_536;
    private const int ReceiveBufferBytes = 16 << 20;

    private readonly int _file = Check(Libc.Socket(Netlink, RawCloseOnExec, NetfilterProtocol), "open");

    public QueueSocket()
    {
        Span<byte> address = [Netlink, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        Check(Libc.Bind(_file, address, address.Length), "bind");
        SetOption(SocketLevel, ReceiveBufferForce, ReceiveBufferBytes);
        SetOption(NetlinkLevel, NoBufferErrors, 1);
    }

    /// <summary>Takes a queue over. Throws when someone else reads it.</summary>
    public void Take(PacketQueue taken)
    {
        var queue = taken.Number;
        byte[][] requests =
        [
            QueueMessages.Bind(queue), QueueMessages.Copy(queue, taken.CopyBytes), QueueMessages.Limit(queue, QueueLimitPackets),
            QueueMessages.PassWhatDoesNotFit(queue, taken.WirePackets),
        ];
        foreach (var request in requests)
        {
            Check((int)Libc.Send(_file, request, request.Length, 0), "send to");
            AwaitAnswer(queue);
        }
    }

    /// <summary>False when the kernel has no room for it now.</summary>
    public bool TrySend(byte[] message) => Libc.Send(_file, message, message.Length, 0) == message.Length;

    /// <summary>False on a timeout.</summary>
    public bool Wait(TimeSpan limit)
    {
        var files = new Libc.PollFile { File = _file, Wanted = Readable };
        var time = new Libc.TimeSpec
        {
            Seconds = limit.Ticks / TimeSpan.TicksPerSecond, Nanoseconds = limit.Ticks % TimeSpan.TicksPerSecond * 100,
        };
        return Libc.Poll(ref files, 1, ref time, 0) > 0;
    }

    /// <summary>Null when there is nothing more.</summary>
    public List<QueueEvent>? Receive(Span<byte> buffer)
    {
        var length = Libc.Receive(_file, buffer, buffer.Length, DontWait);
        return length <= 0 ? null : QueueMessages.Read(buffer[..(int)length]);
    }

    public void Dispose() => _ = Libc.Close(_file);

    private void AwaitAnswer(ushort queue)
    {
        Span<byte> buffer = stackalloc byte[8192];
        for (var waits = 0; waits < 10; waits++)
        {
            if (!Wait(TimeSpan.FromMilliseconds(100)) || Receive(buffer) is not { } events) continue;
            foreach (var answer in events.Where(e => !e.IsPacket))
            {
                if (answer.Error != 0)
                    throw new Win32Exception(
                        answer.Error, $"Packet queue {queue} cannot be read ({Marshal.GetPInvokeErrorMessage(answer.Error)})");
                return;
            }
        }
        throw new TimeoutException($"The kernel did not answer about packet queue {queue} within 1 s.");
    }

    private void SetOption(int level, int option, int value) =>
        Check(Libc.SetOption(_file, level, option, ref value, sizeof(int)), "set up");

    private static int Check(int result, string what) => result >= 0
        ? result
        : throw new Win32Exception(
            Marshal.GetLastPInvokeError(), $"Cannot {what} the socket of the packet queues ({Marshal.GetLastPInvokeErrorMessage()})");
}
