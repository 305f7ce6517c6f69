using ChaosService.Reference.Core.Bytes;
using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Writes;

namespace ChaosService.Reference.Tests.Writes;

public sealed class PartitionIntakeTests
{
    private static readonly IReadOnlyList<Point> Points = [new(0, "m", [], [new("f", FieldValue.Of(1.0))], 1)];

    [Fact]
    public void What_is_kept_unseen_and_what_was_stored_are_known_after_a_snapshot()
    {
        var intake = new PartitionIntake();
        intake.Take(BatchStep.Stage, new(1, 1, 1), Points, out _);
        intake.Take(BatchStep.Store, new(1, 1, 2), Points, out _);

        var loaded = Loaded(intake);

        Assert.Null(loaded.Take(BatchStep.Store, new(1, 1, 2), Points, out var again));
        Assert.Empty(again);
        Assert.Null(loaded.Take(BatchStep.Commit, new(1, 1, 1), [], out var committed));
        Assert.Single(committed);
    }

    [Fact]
    public void What_a_node_has_staged_is_forgotten_when_it_has_started_again()
    {
        var intake = new PartitionIntake();
        intake.Take(BatchStep.Stage, new(1, 1, 1), Points, out _);
        intake.Take(BatchStep.Stage, new(2, 1, 1), Points, out _);

        intake.Take(BatchStep.Store, new(1, 2, 1), Points, out _);

        Assert.Contains("was never staged here", intake.Take(BatchStep.Commit, new(1, 1, 1), [], out var gone));
        Assert.Empty(gone);
        Assert.Null(intake.Take(BatchStep.Commit, new(2, 1, 1), [], out var kept));
        Assert.Single(kept);
    }

    private static PartitionIntake Loaded(PartitionIntake intake)
    {
        var to = new ByteWriter();
        intake.Save(to);
        var from = new ByteReader(to.ToArray());
        var loaded = PartitionIntake.Load(from);
        from.End();
        return loaded;
    }
}
