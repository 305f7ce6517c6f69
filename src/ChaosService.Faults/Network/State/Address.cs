using System.Net;
using System.Net.Sockets;

namespace ChaosService.Faults.Network.State;

/// <summary>An address as the kernel's tools read it. Text, so that a dry run can hold <c>&lt;address of etcd2&gt;</c>.</summary>
internal readonly record struct Address(string Text, bool IsV6)
{
    public static Address Of(IPAddress address) => new(address.ToString(), address.AddressFamily == AddressFamily.InterNetworkV6);

    public static Address Placeholder(string node) => new($"<address of {node}>", IsV6: false);

    /// <summary>The address with the prefix that means this one host.</summary>
    public string Host => IsV6 ? $"{Text}/128" : $"{Text}/32";
}
