namespace ChaosService.Model.Timeseries;

/// <summary>Sets of numbers as ranges, <c>[first,last,first,last,…]</c>, in order and with a gap between them.</summary>
public static class NumberRanges
{
    /// <param name="sorted">In order; a number may be there several times.</param>
    /// <returns>The set, and the numbers that were there again, once for each time.</returns>
    public static (long[] Ranges, long[] Again) Of(ReadOnlySpan<long> sorted)
    {
        List<long> ranges = [];
        List<long> again = [];
        foreach (var number in sorted)
        {
            if (ranges.Count > 0 && ranges[^1] == number) again.Add(number);
            else if (ranges.Count > 0 && ranges[^1] == number - 1) ranges[^1] = number;
            else ranges.AddRange([number, number]);
        }
        return ([.. ranges], [.. again]);
    }

    /// <summary>Whether it is of this form.</summary>
    public static bool Are(ReadOnlySpan<long> ranges)
    {
        if (ranges.Length % 2 != 0) return false;
        for (var i = 0; i < ranges.Length; i += 2)
            if (ranges[i] > ranges[i + 1] || (i > 0 && ranges[i] <= ranges[i - 1] + 1))
                return false;
        return true;
    }

    public static long Count(ReadOnlySpan<long> ranges)
    {
        var count = 0L;
        for (var i = 0; i < ranges.Length; i += 2) count += ranges[i + 1] - ranges[i] + 1;
        return count;
    }

    public static bool Contain(ReadOnlySpan<long> ranges, long number) => IndexOf(ranges, number) >= 0;

    /// <summary>Whether every number from the one to the other is there.</summary>
    public static bool Cover(ReadOnlySpan<long> ranges, long first, long last)
    {
        var at = IndexOf(ranges, first);
        return at >= 0 && last <= ranges[(2 * at) + 1];
    }

    public static long[] Union(ReadOnlySpan<long> a, ReadOnlySpan<long> b)
    {
        List<long> union = [];
        for (var (i, j) = (0, 0); i < a.Length || j < b.Length;)
        {
            var takesA = j == b.Length || (i < a.Length && a[i] <= b[j]);
            var (first, last) = takesA ? (a[i], a[i + 1]) : (b[j], b[j + 1]);
            if (takesA) i += 2;
            else j += 2;
            if (union.Count > 0 && first <= union[^1] + 1) union[^1] = Math.Max(union[^1], last);
            else union.AddRange([first, last]);
        }
        return [.. union];
    }

    /// <summary>Which range holds the number; -1: none.</summary>
    private static int IndexOf(ReadOnlySpan<long> ranges, long number)
    {
        var (low, high) = (0, (ranges.Length / 2) - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (number < ranges[2 * middle]) high = middle - 1;
            else if (number > ranges[(2 * middle) + 1]) low = middle + 1;
            else return middle;
        }
        return -1;
    }
}
