using ChaosService.Engine.Soaking;
using ChaosService.Model.Histories;

namespace ChaosService.Tests.Engine.Soaking;

public sealed class ResourceTrackTests
{
    [Fact]
    public void Samples_are_bounded_spread_over_all_of_the_time_and_on_one_clock()
    {
        var track = new ResourceTrack();
        for (var window = 0; window < 1000; window++)
            track.Add(
                Enumerable.Range(0, 60).SelectMany(i => new[] { "n1", "n2" }.Select(n => new ResourceSample(i * 5, n, "a", window, i))),
                window * 300L);

        var one = track.Samples.Where(s => s.Node == "n1").ToList();

        Assert.InRange(one.Count, ResourceTrack.PerNodeMax / 2, ResourceTrack.PerNodeMax);
        Assert.Equal(track.Samples.Count, one.Count * 2);
        Assert.Equal(one.Select(s => s.TimeNs).Order(), one.Select(s => s.TimeNs));
        Assert.InRange(one.Zip(one.Skip(1)).Max(p => p.Second.TimeNs - p.First.TimeNs), 1, 2 * 300_000 / one.Count);
        Assert.InRange(one[^1].TimeNs, 299_000, 300_000);
    }
}
