using ChaosService.Model.Configuration;

namespace ChaosService.Engine.Retention;

/// <summary>Decides what is kept. A pure function of the runs, the time and the limits.</summary>
public static class RetentionPolicy
{
    /// <param name="runs">In the order of their acceptance, the oldest first; active ones are left alone.</param>
    /// <param name="now">Null: the clock is not to be trusted, so nothing is too old.</param>
    public static RetentionDecision Decide(IReadOnlyList<StoredFacts> runs, DateTimeOffset? now, RetentionLimits limits) =>
        new Decision(runs, now, limits).Make();

    /// <summary>Those whose <see cref="StoredFacts.Violations"/> matter: invalid, and no later valid run of the experiment.</summary>
    public static IEnumerable<StoredFacts> ShowingOpenViolations(IReadOnlyList<StoredFacts> runs) =>
        runs.GroupBy(r => r.Run.Experiment, StringComparer.Ordinal).SelectMany(e => OpenViolations.Of([.. e]));

    private sealed class Decision(IReadOnlyList<StoredFacts> all, DateTimeOffset? now, RetentionLimits limits)
    {
        private readonly IReadOnlyDictionary<string, string> _evidence = OpenViolations.Evidence(all);
        private readonly HashSet<string> _removed = new(StringComparer.Ordinal);
        private readonly HashSet<string> _closing = [.. ByExperiment(all).Select(Closing).OfType<string>()];
        private readonly HashSet<string> _last =
            [.. ByExperiment(all).SelectMany(e => e.Where(r => r.Run.Over).TakeLast(limits.KeepLast)).Select(r => r.Run.Id)];
        private readonly List<RunOutcome> _remove = [];
        private readonly Dictionary<string, RunOutcome> _keep = new(StringComparer.Ordinal);
        private readonly List<string> _troubles = [];

        public RetentionDecision Make()
        {
            TakeOld();
            foreach (var rule in limits.Rules)
            {
                List<StoredFacts> own = [.. all.Where(r => RuleOf(r) == rule)];
                if (rule.Count is { } count) TakeBeyondCount(own, count, $" of {rule}");
                if (rule.Bytes is { } bytes) TakeBeyondBytes(own, bytes, $" of {rule}");
            }
            TakeBeyondCount([.. all.Where(r => RuleOf(r)?.Count is null)], limits.Count, "");
            TakeBeyondBytes(all, limits.Bytes, "");
            return new RetentionDecision(_remove, [.. _keep.Values], _troubles);
        }

        private void TakeOld()
        {
            if (now is not { } time) return;
            foreach (var run in all.Where(r => r.Run.Over))
            {
                var (limit, name) = AgeOf(run);
                var age = time - (run.Run.EndedAt ?? run.Run.AcceptedAt);
                if (age > limit) Take(run, $"ended {age.TotalDays:0} days ago, and {name} is {Quantity.Format(limit)}");
            }
        }

        private void TakeBeyondCount(IReadOnlyList<StoredFacts> group, int count, string whose)
        {
            var left = group.Count(Stays);
            foreach (var run in Candidates(group))
            {
                if (left <= count) return;
                if (Take(run, $"more than {count} runs{whose}")) left--;
            }
            if (left > count)
                _troubles.Add(
                    $"{left} runs{whose} are kept where the limit is {count}: every one is evidence, pinned, in use or among the last of "
                        + $"its experiment");
        }

        private void TakeBeyondBytes(IReadOnlyList<StoredFacts> group, long bytes, string whose)
        {
            var left = group.Where(Stays).Sum(r => r.Bytes);
            foreach (var run in Candidates(group).Where(r => r.Bytes > 0))
            {
                if (left <= bytes) return;
                if (Take(run, $"run directories{whose} of more than {Quantity.FormatBytes(bytes)}")) left -= run.Bytes;
            }
            if (left > bytes)
                _troubles.Add(
                    $"run directories{whose} take {Quantity.FormatBytes(left)} where the limit is {Quantity.FormatBytes(bytes)}: every "
                        + $"one is evidence, pinned, in use or among the last of its experiment");
        }

        /// <summary>Ordinary runs before valuable ones, the oldest first.</summary>
        private List<StoredFacts> Candidates(IReadOnlyList<StoredFacts> group) => [.. group.Where(Stays).OrderBy(r => r.Precious)];

        private bool Stays(StoredFacts run) => run.Run.Over && !_removed.Contains(run.Run.Id);

        private bool Take(StoredFacts run, string reason)
        {
            if (ProtectionOf(run) is { } protection)
            {
                _keep[run.Run.Id] = new RunOutcome(run.Run.Id, run.Bytes, protection);
                return false;
            }
            _removed.Add(run.Run.Id);
            _remove.Add(new RunOutcome(run.Run.Id, run.Bytes, reason));
            return true;
        }

        private string? ProtectionOf(StoredFacts run) =>
            run.Hold ?? (run.Pinned ? "pinned"
            : _evidence.TryGetValue(run.Run.Id, out var evidence) ? evidence
            : _closing.Contains(run.Run.Id) && all.TakeWhile(r => !ReferenceEquals(r, run))
                .Any(r => r.Run.Experiment == run.Run.Experiment && OpenViolations.Shows(r) && Stays(r))
                ? $"it closes a violation of '{run.Run.Experiment}' whose run is kept"
            : _last.Contains(run.Run.Id) ? $"one of the last {limits.KeepLast} runs of '{run.Run.Experiment}'"
            : null);

        private (TimeSpan Limit, string Name) AgeOf(StoredFacts run)
        {
            var rule = RuleOf(run);
            var whose = rule is null ? "" : $" of {rule}";
            var age = rule?.Age ?? limits.Age;
            var longer =
                run.Alarming ? rule?.InvalidAge ?? limits.InvalidAge : run.Unjudged ? rule?.UnjudgedAge ?? limits.UnjudgedAge : age;
            return longer > age ? (longer, (run.Alarming ? "invalidAge" : "unjudgedAge") + whose) : (age, "age" + whose);
        }

        private RetentionRule? RuleOf(StoredFacts run) => limits.Rules.FirstOrDefault(r => r.Has(run.Run.Labels));

        private static IEnumerable<IGrouping<string, StoredFacts>> ByExperiment(IEnumerable<StoredFacts> runs) =>
            runs.GroupBy(r => r.Run.Experiment, StringComparer.Ordinal);

        /// <summary>The last valid run of an experiment: without it, what it closed would be open again.</summary>
        private static string? Closing(IEnumerable<StoredFacts> experiment)
        {
            List<StoredFacts> runs = [.. experiment];
            return OpenViolations.LastValid(runs) is >= 0 and var last ? runs[last].Run.Id : null;
        }
    }
}
