namespace ChaosService.Model.Configuration;

/// <summary>
/// Reads the keys of one map, typed, and reports what is wrong into a shared list instead of stopping at the first problem.
/// A reader returns null for a key that is absent or wrong; <see cref="Done"/> reports unknown keys.
/// </summary>
public sealed class MapReader(ConfigMap map, Problems problems)
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public SourcePlace Place => map.Place;

    public Problems Problems => problems;

    public ConfigNode? Node(string key)
    {
        _asked.Add(key);
        return map.Find(key)?.Value;
    }

    /// <summary>Where the key's value is, or the map when it is absent.</summary>
    public SourcePlace PlaceOf(string key) => map.Find(key)?.Value.Place ?? map.Place;

    public bool Has(string key) => map.Find(key) is not null;

    /// <summary>Whether this key has already been read.</summary>
    public bool Asked(string key) => _asked.Contains(key);

    public string? Text(string key) => Scalar(key, "a single value")?.Text;

    public TimeSpan? Duration(string key) =>
        Scalar(key, "a duration") is not { } s ? null
        : Quantity.TryDuration(s.Text, out var value) ? value
        : Wrong<TimeSpan>(s, $"'{key}' is not a duration", Quantity.DurationFix);

    /// <summary>As <see cref="Duration"/>, and zero is refused.</summary>
    public TimeSpan? PositiveDuration(string key)
    {
        var value = Duration(key);
        if (!(value <= TimeSpan.Zero)) return value;
        problems.Add(PlaceOf(key), $"'{key}' must be longer than zero", Text(key), Quantity.DurationFix);
        return null;
    }

    public double? Rate(string key) =>
        Scalar(key, "a rate") is not { } s ? null
        : Quantity.TryRate(s.Text, out var value) && value > 0 ? value
        : Wrong<double>(s, $"'{key}' is not a rate above zero", Quantity.RateFix);

    /// <summary>A percentage as a share from 0 to 1.</summary>
    public double? Share(string key) =>
        Scalar(key, "a percentage") is not { } s ? null
        : Quantity.TryShare(s.Text, out var value) ? value
        : Wrong<double>(s, $"'{key}' is not a percentage", Quantity.ShareFix);

    public long? Bytes(string key) =>
        Scalar(key, "a size") is not { } s ? null
        : Quantity.TryBytes(s.Text, out var value) ? value
        : Wrong<long>(s, $"'{key}' is not a size", Quantity.BytesFix);

    /// <summary>Bits per second.</summary>
    public long? BitRate(string key) =>
        Scalar(key, "a rate in bits") is not { } s ? null
        : Quantity.TryBitRate(s.Text, out var value) && value > 0 ? value
        : Wrong<long>(s, $"'{key}' is not a rate in bits above zero", Quantity.BitRateFix);

    public long? Integer(string key, long min, long max) =>
        Scalar(key, "a whole number") is not { } s ? null
        : long.TryParse(s.Text, out var value) && value >= min && value <= max ? value
        : Wrong<long>(s, $"'{key}' is not a whole number from {min} to {max}", $"write a whole number from {min} to {max}");

    public bool? Flag(string key) =>
        Scalar(key, "true or false") is not { } s ? null
        : bool.TryParse(s.Text, out var value) ? value
        : Wrong<bool>(s, $"'{key}' is neither true nor false", "write true or false");

    /// <summary>One of the given words.</summary>
    public string? Choice(string key, params IReadOnlyList<string> allowed)
    {
        if (Scalar(key, "a single word") is not { } s) return null;
        if (allowed.Contains(s.Text)) return s.Text;
        problems.Add(
            s.Place, $"'{key}' has no such choice", s.Text, $"write one of: {string.Join(", ", allowed)}{Nearest(s.Text, allowed)}");
        return null;
    }

    public MapReader? Map(string key)
    {
        switch (Node(key))
        {
            case null: return null;
            case ConfigMap inner: return new MapReader(inner, problems);
            case var other:
                problems.Add(
                    other.Place, $"'{key}' must be a map", (other as ConfigScalar)?.Text, $"write '{key}: {{ … }}' with named values");
                return null;
        }
    }

    public IReadOnlyList<ConfigNode>? List(string key)
    {
        switch (Node(key))
        {
            case null: return null;
            case ConfigList list: return list.Items;
            case var other:
                problems.Add(
                    other.Place, $"'{key}' must be a list", (other as ConfigScalar)?.Text,
                    $"write each entry of '{key}' on a line of its own that starts with '- '");
                return null;
        }
    }

    /// <summary>A list of single values; one bare value counts as a list of one.</summary>
    public IReadOnlyList<ConfigScalar>? Texts(string key)
    {
        if (Node(key) is ConfigScalar one) return [one];
        if (List(key) is not { } items) return null;
        foreach (var item in items.Where(i => i is not ConfigScalar))
            problems.Add(item.Place, $"'{key}' must hold single values", null, "write names, such as [a, b]");
        return [.. items.OfType<ConfigScalar>()];
    }

    /// <summary>Reports a missing key that must be there.</summary>
    public void Require(string key, string fix)
    {
        _asked.Add(key);
        if (!Has(key)) problems.Add(map.Place, $"'{key}' is missing", null, fix);
    }

    /// <summary>Reports every unknown key, with the nearest known one.</summary>
    public void Done()
    {
        foreach (var entry in map.Entries.Where(e => !_asked.Contains(e.Key)))
            problems.Add(
                entry.KeyPlace, "unknown key", entry.Key,
                $"known here: {string.Join(", ", _asked.Order(StringComparer.Ordinal))}{Nearest(entry.Key, _asked)}");
    }

    /// <summary><c> (did you mean 'x'?)</c>, or nothing when no candidate is close.</summary>
    public static string Nearest(string word, IEnumerable<string> candidates)
    {
        var best = candidates.Select(c => (Word: c, Distance: EditDistance.Between(word, c))).OrderBy(c => c.Distance).FirstOrDefault();
        return best.Word is not null && best.Distance <= Math.Max(2, word.Length / 3) ? $" (did you mean '{best.Word}'?)" : "";
    }

    private ConfigScalar? Scalar(string key, string expected)
    {
        switch (Node(key))
        {
            case null: return null;
            case ConfigScalar scalar: return scalar;
            case var other:
                problems.Add(
                    other.Place, $"'{key}' must be {expected}", other is ConfigMap ? "{…}" : "[…]", $"write {expected} after '{key}:'");
                return null;
        }
    }

    private T? Wrong<T>(ConfigScalar scalar, string message, string fix) where T : struct
    {
        problems.Add(scalar.Place, message, scalar.Text, fix);
        return null;
    }
}
