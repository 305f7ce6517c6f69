using ChaosService.MerkleKv.Replication;

namespace ChaosService.MerkleKv.Tests.Replication;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(0.0, new[] { 50, 100, 200, 400, 500, 500 })]
    [InlineData(1.0, new[] { 100, 200, 400, 800, 1000, 1000 })]
    public void Pause_doubles_up_to_the_limit_and_begins_again(double drawn, int[] expected)
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), () => drawn);

        Assert.Equal(expected, expected.Select(_ => (int)backoff.Next().TotalMilliseconds));
        backoff.Reset();
        Assert.Equal(expected[0], backoff.Next().TotalMilliseconds);
    }

    [Fact]
    public void Pause_stays_finite_however_long_the_outage()
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1), () => 1);
        for (var i = 0; i < 10_000; i++) Assert.InRange(backoff.Next(), TimeSpan.Zero, TimeSpan.FromHours(1));
    }
}
