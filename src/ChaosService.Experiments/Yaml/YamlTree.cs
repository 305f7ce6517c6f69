using ChaosService.Model.Configuration;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ChaosService.Experiments.Yaml;

/// <summary>
/// YAML text as a tree with positions. Anchors, aliases and merge keys (<c>&lt;&lt;</c>) are resolved; a value that was reached through an
/// alias keeps its original position.
/// </summary>
internal sealed class YamlTree
{
    private const int DepthMax = 64;

    /// <summary>Merges of merges grow exponentially; our files have a few dozen entries.</summary>
    private const int MergedEntriesMax = 10_000;

    private readonly Parser _parser;
    private readonly string _file;
    private readonly int _columnOffset;
    private readonly Problems _problems;
    private readonly Dictionary<string, ConfigNode?> _anchors = new(StringComparer.Ordinal);
    private int _mergedEntries;

    private YamlTree(string file, string text, int columnOffset, Problems problems)
    {
        _parser = new Parser(new StringReader(text));
        (_file, _columnOffset, _problems) = (file, columnOffset, problems);
    }

    /// <summary>Null when the text is not one YAML document; the problems give the position and the reason.</summary>
    public static ConfigNode? Parse(string file, string text, Problems problems) => Parse(file, text, problems, 0);

    /// <param name="columnOffset">Added to every column: for text that is indented further in the user's file.</param>
    public static ConfigNode? Parse(string file, string text, Problems problems, int columnOffset)
    {
        var tree = new YamlTree(file, text, columnOffset, problems);
        try
        {
            return tree.Document();
        }
        catch (UnreadableException e)
        {
            problems.Add(e.Problem);
        }
        catch (YamlException e)
        {
            problems.Add(YamlProblem.From(tree.Place(e.Start), text, e));
        }
        // The parser also throws exceptions of other types for some malformed input, such as a version or an escape out of range.
        catch (Exception e)
            when (e is ArgumentException or InvalidOperationException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            problems.Add(YamlProblem.From(tree.Place(tree._parser.Current?.Start ?? Mark.Empty), text, e));
        }
        return null;
    }

    private ConfigNode? Document()
    {
        Next();
        Next();
        if (_parser.Current is StreamEnd)
            throw Unreadable(Mark.Empty, "the file is empty", null, "start with 'apiVersion: chaosservice/v1' and 'kind: Experiment'");
        Next();
        var root = Node(0);
        Next();
        if (_parser.Current is DocumentStart second)
            throw Unreadable(
                second.Start, "a second document starts here", null, "keep one experiment to a file: remove '---' and what follows");
        return root;
    }

    /// <summary>Reads the node that starts at the current event, and moves to the event after it.</summary>
    private ConfigNode Node(int depth)
    {
        var start = _parser.Current!;
        if (depth > DepthMax)
            throw Unreadable(start.Start, $"nested deeper than {DepthMax} levels", null, "an experiment is at most six levels deep");
        if (start is AnchorAlias alias) return Resolve(alias);

        // For some malformed maps the parser ends the map where a value is required.
        if (start is not NodeEvent { Anchor: var anchor }) throw new YamlException(start.Start, start.End, "a key or a value is missing");
        if (!anchor.IsEmpty) _anchors[anchor.Value] = null;
        Next();
        ConfigNode node = start switch
        {
            Scalar s => new ConfigScalar(Place(s.Start), s.Value, s.Style is not ScalarStyle.Plain),
            SequenceStart => List(start.Start, depth),
            _ => Map(start.Start, depth),
        };
        if (!anchor.IsEmpty) _anchors[anchor.Value] = node;
        return node;
    }

    private ConfigNode Resolve(AnchorAlias alias)
    {
        Next();
        return _anchors.TryGetValue(alias.Value.Value, out var node)
            ? node ?? throw Unreadable(alias.Start, "an alias stands inside its own anchor", alias.Value.Value, "write the value out")
            : throw Unreadable(
                alias.Start, "no anchor of this name stands above", alias.Value.Value, "write '&name' at the value that '*name' repeats");
    }

    private ConfigList List(Mark start, int depth)
    {
        var items = new List<ConfigNode>();
        while (_parser.Current is not SequenceEnd) items.Add(Node(depth + 1));
        Next();
        return new ConfigList(Place(start), items);
    }

    private ConfigMap Map(Mark start, int depth)
    {
        var entries = new List<ConfigEntry>();
        var merged = new List<ConfigMap>();
        var seen = new Dictionary<string, SourcePlace>(StringComparer.Ordinal);
        while (_parser.Current is not MappingEnd)
        {
            var place = Place(_parser.Current!.Start);
            var key = Node(depth + 1) as ConfigScalar;
            var value = Node(depth + 1);
            if (key is null)
                _problems.Add(place, "a key must be a single value", null, "write 'name: value'");
            else if (key is { Text: "<<", Quoted: false })
                merged.AddRange(MergeSources(value));
            else if (seen.TryAdd(key.Text, place))
                entries.Add(new ConfigEntry(place, key.Text, value));
            else
                _problems.Add(
                    place, $"the key stands a second time in one map (first at line {seen[key.Text].Line})", key.Text,
                    "keep one of the two");
        }
        Next();
        foreach (var entry in merged.SelectMany(m => m.Entries).Where(e => seen.TryAdd(e.Key, e.KeyPlace)))
        {
            if (++_mergedEntries > MergedEntriesMax)
                throw Unreadable(start, $"more than {MergedEntriesMax} merged entries", "<<", "write the values out");
            entries.Add(entry);
        }
        return new ConfigMap(Place(start), entries);
    }

    private IEnumerable<ConfigMap> MergeSources(ConfigNode value)
    {
        IReadOnlyList<ConfigNode> sources = value is ConfigList list ? list.Items : [value];
        foreach (var source in sources.Where(s => s is not ConfigMap))
            _problems.Add(
                source.Place, "only maps can be merged", (source as ConfigScalar)?.Text, "write '<<: *name', where &name stands at a map");
        return sources.OfType<ConfigMap>();
    }

    private void Next()
    {
        if (!_parser.MoveNext()) throw new YamlException(Mark.Empty, Mark.Empty, "the document ends too early");
    }

    private SourcePlace Place(in Mark mark) => new(_file, (int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column) + _columnOffset);

    private UnreadableException Unreadable(in Mark mark, string message, string? value, string fix) =>
        new(new Problem(Place(mark), message, value, fix));

    private sealed class UnreadableException(Problem problem) : Exception
    {
        public Problem Problem => problem;
    }
}
