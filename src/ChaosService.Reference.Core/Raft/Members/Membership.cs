using System.Collections.Immutable;

namespace ChaosService.Reference.Core.Raft.Members;

/// <summary>The members of the group: voters decide, learners receive the log but do not count.</summary>
internal sealed record Membership(ImmutableSortedSet<uint> Voters, ImmutableSortedSet<uint> Learners)
{
    public static Membership Empty { get; } = new([], []);

    public int Majority => (Voters.Count / 2) + 1;

    public IEnumerable<uint> All => Voters.Concat(Learners);

    public static Membership Of(params IEnumerable<uint> voters) => new([.. voters], []);

    public bool Contains(uint server) => Voters.Contains(server) || Learners.Contains(server);

    /// <summary>Whether these servers include a majority of the voters. Without voters there is none.</summary>
    public bool HasMajority(IEnumerable<uint> servers) => Voters.Count > 0 && servers.Count(Voters.Contains) >= Majority;

    /// <summary>The largest value that a majority of the voters has reached.</summary>
    public long ReachedByMajority(Func<uint, long> value)
    {
        if (Voters.Count == 0) return 0;
        long[] values = [.. Voters.Select(value).OrderDescending()];
        return values[Majority - 1];
    }

    public Membership With(MembershipChange change) => change.Kind switch
    {
        ChangeKind.AddLearner => this with { Learners = Learners.Add(change.Server) },
        ChangeKind.Promote => new(Voters.Add(change.Server), Learners.Remove(change.Server)),
        _ => new(Voters.Remove(change.Server), Learners.Remove(change.Server)),
    };

    public override string ToString() => $"voters {string.Join(' ', Voters)}; learners {string.Join(' ', Learners)}";
}
