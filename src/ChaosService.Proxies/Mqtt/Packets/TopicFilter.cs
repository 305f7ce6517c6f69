namespace ChaosService.Proxies.Mqtt.Packets;

/// <summary>A filter of topics as subscribers write it: <c>+</c> is any one level, <c>#</c> at the end any number (4.7.1).</summary>
internal static class TopicFilter
{
    public static bool IsValid(string filter)
    {
        var levels = filter.Split('/');
        return filter.Length > 0
            && levels.All(l => l is "+" or "#" || l.AsSpan().IndexOfAny('+', '#') < 0)
            && !levels.SkipLast(1).Contains("#");
    }

    public static bool Matches(string filter, string topic)
    {
        // The server's own topics are for those who ask for them (4.7.2).
        if (topic.StartsWith('$') && filter[0] is '+' or '#') return false;
        var (wanted, levels) = (filter.Split('/'), topic.Split('/'));
        for (var i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] == "#") return true;
            if (i >= levels.Length || (wanted[i] != "+" && wanted[i] != levels[i])) return false;
        }
        return wanted.Length == levels.Length;
    }

    /// <summary>A topic that matches.</summary>
    public static string Example(string filter) => filter.Replace('+', 'x').Replace('#', 'x');
}
