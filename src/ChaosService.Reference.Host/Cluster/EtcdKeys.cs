using System.Buffers.Text;
using System.Globalization;
using ChaosService.Reference.Host.Protos.Etcd;
using Google.Protobuf;

namespace ChaosService.Reference.Host.Cluster;

/// <summary>Where the catalog is in etcd. One etcd is for one cluster.</summary>
internal static class EtcdKeys
{
    private const string Prefix = "chaos-tsdb/catalog/log/";

    /// <summary>Has the number of the node that coordinates, as long as that holds its lease.</summary>
    public static ByteString Coordinator { get; } = ByteString.CopyFromUtf8("chaos-tsdb/catalog/coordinator");

    /// <summary>Behind every entry: 0 follows / in ASCII.</summary>
    public static ByteString LogEnd { get; } = ByteString.CopyFromUtf8("chaos-tsdb/catalog/log0");

    /// <summary>Entries are counted from 1, and their keys stand in the order of the numbers.</summary>
    public static ByteString Entry(long index) =>
        ByteString.CopyFromUtf8(Prefix + index.ToString("D19", CultureInfo.InvariantCulture));

    /// <exception cref="InvalidDataException">Somebody else has written below our prefix.</exception>
    public static long IndexOf(KeyValue entry) =>
        Utf8Parser.TryParse(entry.Key.Span[Prefix.Length..], out long index, out var read) && read == entry.Key.Length - Prefix.Length
            ? index
            : throw new InvalidDataException($"etcd's key '{entry.Key.ToStringUtf8()}' is no entry of a catalog's log: remove it.");

    /// <param name="revision">That it was made at; 0: it is not there.</param>
    public static Compare WasMadeAt(ByteString key, long revision) =>
        new() { Target = Compare.Types.CompareTarget.Create, Key = key, CreateRevision = revision };
}
