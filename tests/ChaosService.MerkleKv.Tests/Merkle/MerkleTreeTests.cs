using System.Security.Cryptography;
using System.Text;
using ChaosService.MerkleKv.Merkle;
using ChaosService.MerkleKv.Tests.Running;

namespace ChaosService.MerkleKv.Tests.Merkle;

public sealed class MerkleTreeTests
{
    [Fact]
    public void Empty_tree_is_zeros() => Assert.Equal(new string('0', 64), MerkleTree.Root([]));

    /// <summary>The leaf and the tree, computed a second time and by other means.</summary>
    [Fact]
    public void Odd_node_moves_up_as_it_is()
    {
        byte[] a = Leaf(0, 0, 0, 1, (byte)'a', 0, 0, 0, 1, (byte)'1');
        byte[] b = Leaf(0, 0, 0, 1, (byte)'b', 0, 0, 0, 1, (byte)'2');
        byte[] c = Leaf(0, 0, 0, 1, (byte)'c', 0, 0, 0, 0);

        var root = SHA256.HashData([.. SHA256.HashData([.. a, .. b]), .. c]);
        Assert.Equal(Convert.ToHexStringLower(root), MerkleTree.Root(Pairs("a=1", "b=2", "c=")));

        static byte[] Leaf(params byte[] bytes) => SHA256.HashData(bytes);
    }

    [Fact]
    public void Equal_hash_means_equal_content_and_the_other_way_round()
    {
        var hashes = new Dictionary<string, string>();
        for (var seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            var store = Stores.New();
            for (var n = random.Next(6); n > 0; n--)
                store.Apply(Changes.Of(
                    $"k{random.Next(3)}", random.Next(4) == 0 ? null : $"{random.Next(2)}", (ulong)random.Next(9), (ulong)n));
            var pairs = store.Live("");
            var content = string.Join(' ', pairs.Select(p => $"{p.Key}={p.Value}"));
            var hash = MerkleTree.Root(pairs);
            Assert.True(hashes.TryAdd(content, hash) || hashes[content] == hash, $"seed {seed}: two hashes of '{content}'");
        }
        Assert.True(hashes.Count > 20);
        Assert.Equal(hashes.Count, hashes.Values.Distinct().Count());
    }

    [Fact]
    public void Lengths_keep_key_and_value_apart() =>
        Assert.NotEqual(MerkleTree.Root(Pairs("ab=c")), MerkleTree.Root(Pairs("a=bc")));

    /// <summary>UTF-16 has U+FF5E behind U+1F600.</summary>
    [Fact]
    public void Keys_are_in_the_order_of_their_bytes()
    {
        string[] keys = ["a", "ab", "b", "ü", "～", "😀", "😀a", "😁"];
        var store = Stores.New();
        foreach (var key in keys.Reverse()) store.Apply(Changes.Of(key, "x", 1, 1));

        Assert.Equal(keys, store.Live("").Select(p => p.Key));
        Assert.Equal(keys.OrderBy(k => Convert.ToHexString(Encoding.UTF8.GetBytes(k)), StringComparer.Ordinal), keys);
    }

    private static IEnumerable<KeyValuePair<string, string>> Pairs(params string[] pairs) =>
        pairs.Select(p => p.Split('=')).Select(p => KeyValuePair.Create(p[0], p[1]));
}
