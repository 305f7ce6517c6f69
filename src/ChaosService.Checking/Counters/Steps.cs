namespace ChaosService.Checking.Counters;

/// <summary>Amounts at times, and their sum up to any time; in 128 bits, because the amounts of a history may be of any size.</summary>
internal sealed class Steps
{
    private readonly List<(long TimeNs, Int128 Sum)> _steps = [];

    public void Add(long timeNs, long amount) => _steps.Add((timeNs, amount));

    /// <summary>To be called once, between the last <see cref="Add"/> and the first question.</summary>
    public void Seal()
    {
        _steps.Sort(static (a, b) => a.TimeNs.CompareTo(b.TimeNs));
        for (var i = 1; i < _steps.Count; i++) _steps[i] = (_steps[i].TimeNs, _steps[i].Sum + _steps[i - 1].Sum);
    }

    public Int128 Before(long timeNs) => Sum(First(timeNs));

    public Int128 UpTo(long timeNs) => timeNs == long.MaxValue ? Sum(_steps.Count) : Sum(First(timeNs + 1));

    private Int128 Sum(int count) => count == 0 ? 0 : _steps[count - 1].Sum;

    /// <summary>How many are earlier.</summary>
    private int First(long timeNs)
    {
        var (low, high) = (0, _steps.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_steps[middle].TimeNs < timeNs) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
