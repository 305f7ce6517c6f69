using System.Text;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Randomness;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Kv;

namespace ChaosService.Tests.Workloads.Kv;

public sealed class KvWorkloadTests
{
    private static readonly KvMix Even = new(1, 1, 1, 1, 1, 1);

    private readonly KvWorkload _workload = new();

    [Fact]
    public void Same_seed_gives_the_same_ops_and_another_seed_others()
    {
        Assert.Equal(Drawn(1), Drawn(1));
        Assert.NotEqual(Drawn(1), Drawn(2));
    }

    [Fact]
    public void Ops_follow_the_mix()
    {
        var ops = Drawn(7, new KvParameters(100, 24, 64, new KvMix(40, 25, 10, 10, 5, 10))).CountBy(o => o.F).ToDictionary();
        Assert.InRange(ops[Functions.Read], 350, 450);
        Assert.InRange(ops[Functions.Write], 210, 290);
        Assert.InRange(ops[Functions.Delete], 70, 130);
        Assert.InRange(ops[Functions.Append], 70, 130);
        Assert.InRange(ops[Functions.Prepend], 30, 75);
        Assert.InRange(ops[Functions.Increment], 70, 130);
    }

    [Fact]
    public void Only_increments_change_keys_that_hold_numbers_and_nothing_else_does()
    {
        var changes = Drawn(7).Where(o => o.F != Functions.Read).ToList();
        Assert.All(changes, o => Assert.Equal(o.F == Functions.Increment, o.Key!.StartsWith('n')));
        Assert.Equal(
            [-5L, -4, -3, -2, -1, 1, 2, 3, 4, 5],
            changes.Where(o => o.F == Functions.Increment).Select(o => o.Value.First).Distinct().Order());
    }

    [Fact]
    public void Each_text_is_of_one_op_only_and_none_is_a_number()
    {
        var texts = Enumerable.Range(0, 3).SelectMany(worker => Drawn(7, worker: worker, workers: 3)).Select(o => o.Value.AsText)
            .OfType<string>().ToList();
        Assert.Equal(texts.Count, texts.Distinct().Count());
        Assert.DoesNotContain(texts, t => long.TryParse(t, out _));
    }

    [Fact]
    public void Sizes_in_bytes_are_exact_and_within_their_bounds()
    {
        var sizes = Drawn(7, new KvParameters(5, 30, 40, Even)).Where(o => o.F == Functions.Write)
            .Select(o => Encoding.UTF8.GetByteCount(o.Value.AsText!)).ToList();
        Assert.Equal((30, 40), (sizes.Min(), sizes.Max()));
        Assert.Equal(KvValues.BytesMin, Encoding.UTF8.GetByteCount(KvValues.Of(long.MaxValue, KvValues.BytesMin)));
    }

    [Fact]
    public void Keys_and_values_have_other_alphabets_and_signs_but_nothing_that_a_line_cannot_carry()
    {
        var texts = Drawn(7, new KvParameters(9, 24, 200, Even)).SelectMany(o => new[] { o.Key!, o.Value.AsText ?? "" }).ToList();
        Assert.DoesNotContain(texts, t => t.Any(char.IsControl) || t.Trim() != t);
        Assert.DoesNotContain(texts, t => t.EnumerateRunes().Contains(Rune.ReplacementChar));
        foreach (var sign in new[] { "é", "日本", "🙂", "\"", "\\", "%", "{" }) Assert.Contains(texts, t => t.Contains(sign));
        Assert.All(KvKeys.Texts(new KvParameters(50, 24, 24, Even)), k => Assert.DoesNotContain(' ', k));
    }

    [Fact]
    public void Values_do_not_grow_without_limit()
    {
        var joins = 0;
        foreach (var op in Drawn(7, new KvParameters(1, 24, 24, new KvMix(0, 0, 0, 1, 1, 0))))
        {
            joins = op.F == Functions.Write ? 0 : joins + 1;
            Assert.InRange(joins, 0, KvGenerator.JoinsMax);
        }
    }

    [Fact]
    public void Functions_are_those_that_the_mix_draws_and_reads()
    {
        Assert.Equal(["read", "delete"], FunctionsOf(new KvMix(0, 0, 1, 0, 0, 0)));
        Assert.Equal(["read", "write", "append"], FunctionsOf(new KvMix(0, 0, 0, 1, 0, 0)));
        Assert.Equal(["read", "write", "delete", "append", "prepend", "increment"], FunctionsOf(Even));
    }

    [Fact]
    public void Final_reads_are_of_every_key_that_can_have_something()
    {
        Assert.Equal(["v0", "v1-é"], Finally(new KvMix(1, 1, 0, 0, 0, 0)));
        Assert.Equal(["v0", "v1-é", "n0", "n1"], Finally(Even));
    }

    [Fact]
    public void Sizes_are_one_or_two_and_have_defaults()
    {
        Assert.Equal(new KvParameters(20, 24, 64, new KvMix(40, 25, 10, 10, 5, 10)), Bound([]));
        Assert.Equal((8192, 8192), Bound([], "8KiB") is { } one ? (one.ValueBytesMin, one.ValueBytesMax) : default);
        Assert.Equal((24, 524_288), Bound([], "24B", "512KiB") is { } two ? (two.ValueBytesMin, two.ValueBytesMax) : default);
    }

    [Theory]
    [InlineData("23B")]
    [InlineData("513KiB")]
    [InlineData("64B", "24B")]
    [InlineData("24B", "64B", "1KiB")]
    [InlineData("much")]
    public void Sizes_that_are_none_are_reported(params string[] sizes)
    {
        var problems = new Problems();
        Assert.Null(Bound(problems, sizes));
        var problem = Assert.Single(problems);
        Assert.Equal((string.Join(", ", sizes), "write sizes from 24B to 512KiB, such as [24B, 8KiB]"), (problem.Value, problem.Fix));
    }

    private static IEnumerable<string> FunctionsOf(KvMix mix) => new KvParameters(1, 24, 24, mix).Functions;

    private IEnumerable<string?> Finally(KvMix mix) => _workload.FinalReads(new KvParameters(2, 24, 24, mix)).Select(o => o.Key);

    private KvParameters? Bound(Problems problems, params string[] sizes)
    {
        var place = new SourcePlace("f.yaml", 1, 1);
        ConfigEntry[] entries = sizes.Length == 0
            ? [] : [new ConfigEntry(place, "valueBytes", new ConfigList(place, [.. sizes.Select(s => new ConfigScalar(place, s))]))];
        return (KvParameters?)_workload.Bind(new MapReader(new ConfigMap(place, [.. entries]), problems));
    }

    private Operation[] Drawn(long seed, KvParameters? parameters = null, int worker = 0, int workers = 1)
    {
        var generator = _workload.CreateGenerator(
            parameters ?? new KvParameters(5, 24, 64, Even), SeededRandom.Derive(seed, $"worker-{worker}"), worker, workers);
        return [.. Enumerable.Range(0, 1000).Select(_ => generator.Next())];
    }
}
