using System.Buffers.Text;
using System.Globalization;
using ChaosService.Reference.Host.Protos.Etcd;
using Google.Protobuf;

namespace ChaosService.Reference.Host.Cluster;

/// <summary>The catalog's keys in etcd. An etcd serves only one cluster.</summary>
internal static class EtcdKeys
{
    private const string Prefix = "chaos-tsdb/catalog/log/";

    /// <summary>The number of the coordinating node; expires with that node's lease.</summary>
    public static ByteString Coordinator { get; } = ByteString.CopyFromUtf8("chaos-tsdb/catalog/coordinator");

    /// <summary>After every entry: 0 follows / in ASCII.</summary>
    public static ByteString LogEnd { get; } = ByteString.CopyFromUtf8("chaos-tsdb/catalog/log0");

    /// <summary>Entries are counted from 1, and their keys sort in the order of the numbers.</summary>
    public static ByteString Entry(long index) =>
        ByteString.CopyFromUtf8(Prefix + index.ToString("D19", CultureInfo.InvariantCulture));

    /// <exception cref="InvalidDataException">Another program has written keys with our prefix.</exception>
    public static long IndexOf(KeyValue entry) =>
        Utf8Parser.TryParse(entry.Key.Span[Prefix.Length..], out long index, out var read) && read == entry.Key.Length - Prefix.Length
            ? index
            : throw new InvalidDataException($"etcd's key '{entry.Key.ToStringUtf8()}' is no entry of a catalog's log: remove it.");

    /// <param name="revision">The key's create revision; 0: the key does not exist.</param>
    public static Compare WasMadeAt(ByteString key, long revision) =>
        new() { Target = Compare.Types.CompareTarget.Create, Key = key, CreateRevision = revision };
}
