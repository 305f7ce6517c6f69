using System.Globalization;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;

namespace ChaosService.Experiments.Loading.Sections;

/// <summary>Reads <c>exclude:</c> of a schedule: single days, ranges of days, and times given by a cron expression.</summary>
internal sealed record ExcludeSection(IReadOnlyList<DayRange> Days, IReadOnlyList<string> Times)
{
    public const string CronFix =
        "write second, minute, hour, day of month, month and day of week, such as \"0 0 2 * * ?\" for every night at two";
    private const string EntryFix =
        "write a day such as \"2026-12-24\", days such as { from: 2026-12-24, to: 2027-01-02 }, or times such as { cron: \"* * 9-16 ? "
            + "* MON-FRI\" }";

    /// <summary>Keeps the scheduler's stored data small; for years of days a cron expression is better.</summary>
    private const int DaysMax = 366;

    public static ExcludeSection Read(MapReader schedule, IScheduleRules rules)
    {
        List<DayRange?> days = [];
        List<string> times = [];
        foreach (var entry in schedule.List("exclude") ?? [])
        {
            if (entry is ConfigScalar scalar) days.Add(Day(scalar, schedule.Problems) is { } day ? new DayRange(day, day) : null);
            else if (entry is ConfigMap map && map.Find("cron") is not null)
                times.AddRange(Cron(new MapReader(map, schedule.Problems), rules));
            else if (entry is ConfigMap range) days.Add(Range(new MapReader(range, schedule.Problems)));
            else schedule.Problems.Add(entry.Place, "an entry of 'exclude' must be a day or a map", "[…]", EntryFix);
        }
        return new ExcludeSection([.. days.OfType<DayRange>()], times);
    }

    private static IEnumerable<string> Cron(MapReader reader, IScheduleRules rules)
    {
        var cron = reader.Text("cron");
        reader.Done();
        if (cron is null) return [];
        if (rules.CronProblem(cron) is not { } why) return [cron];
        reader.Problems.Add(reader.PlaceOf("cron"), $"this is not a cron expression ({why})", cron, CronFix);
        return [];
    }

    private static DayRange? Range(MapReader reader)
    {
        reader.Require("from", EntryFix);
        reader.Require("to", EntryFix);
        var (from, to) = (Day(reader.Node("from"), reader.Problems), Day(reader.Node("to"), reader.Problems));
        reader.Done();
        if (from is not { } first || to is not { } last) return null;
        if (last < first)
            reader.Problems.Add(
                reader.PlaceOf("to"), "these days end before they start", reader.Text("to"),
                $"write a day from {first:yyyy-MM-dd} on; 'to' is excluded too");
        else if (last.DayNumber - first.DayNumber >= DaysMax)
            reader.Problems.Add(
                reader.PlaceOf("to"), $"these are more than {DaysMax} days", reader.Text("to"),
                "exclude fewer days, or pause the schedule");
        return new DayRange(first, last);
    }

    private static DateOnly? Day(ConfigNode? node, Problems problems)
    {
        if (node is null) return null;
        var text = (node as ConfigScalar)?.Text;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        problems.Add(node.Place, "this is not a day", text, EntryFix);
        return null;
    }
}
