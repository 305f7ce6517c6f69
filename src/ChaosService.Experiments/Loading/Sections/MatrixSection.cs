using ChaosService.Model.Configuration;
using ChaosService.Model.Suites;

namespace ChaosService.Experiments.Loading.Sections;

/// <summary>Reads a suite's <c>matrix</c>, with its <c>exclude</c> and <c>include</c>.</summary>
internal static class MatrixSection
{
    private const string AxisFix = "write 'matrix: { NODES: [3, 5] }'";
    private const string CellsFix = "write 'exclude: [{ NODES: 3 }]'";

    /// <summary>Null without a matrix, or with problems.</summary>
    public static SuiteMatrix? Read(MapReader spec)
    {
        if (spec.Map("matrix") is not { } reader)
        {
            ReportCellsOfNothing(spec, "exclude");
            ReportCellsOfNothing(spec, "include");
            return null;
        }
        var problems = spec.Problems.Count;
        List<MatrixAxis> axes = [.. ((ConfigMap)spec.Node("matrix")!).Entries.Select(e => Axis(reader, e)).OfType<MatrixAxis>()];
        if (spec.Problems.Count == problems && axes.Count is 0 or > SuiteMatrix.AxesMax)
            spec.Problems.Add(reader.Place, $"a matrix has 1 to {SuiteMatrix.AxesMax} axes", $"{axes.Count}", AxisFix);
        var matrix = new SuiteMatrix
        {
            Axes = axes,
            Exclude = Cells(spec, "exclude", (cell, place) => Excluded(axes, cell, place, spec.Problems)),
            Include = Cells(spec, "include", (cell, place) => Included(axes, cell, place, spec.Problems)),
        };
        if (spec.Problems.Count == problems) Count(matrix, spec);
        return spec.Problems.Count == problems ? matrix : null;
    }

    private static void ReportCellsOfNothing(MapReader spec, string key)
    {
        if (spec.Node(key) is { } cells && !spec.Has("matrix"))
            spec.Problems.Add(cells.Place, $"'{key}' is about the cells of a matrix, and there is none", null, AxisFix);
    }

    private static MatrixAxis? Axis(MapReader reader, ConfigEntry entry)
    {
        if (!Overrides.Override.IsPath(entry.Key))
            reader.Problems.Add(
                entry.KeyPlace, "an axis is a setting of the target, or the path of a value of the experiment", entry.Key,
                "name it such as NODES or spec.load[0].rate");
        if (reader.Texts(entry.Key) is not { } values) return null;
        if (values.Count == 0) reader.Problems.Add(reader.PlaceOf(entry.Key), "the axis has no values", "[]", AxisFix);
        foreach (var again in values.GroupBy(v => v.Text).SelectMany(same => same.Skip(1)))
            reader.Problems.Add(again.Place, "the value stands here a second time", again.Text, "keep one of the two");
        return new MatrixAxis(entry.Key, [.. values.Select(v => v.Text)]);
    }

    private static List<IReadOnlyList<CellValue>> Cells(MapReader spec, string key, Action<IReadOnlyList<CellValue>, SourcePlace> look)
    {
        var result = new List<IReadOnlyList<CellValue>>();
        foreach (var node in spec.List(key) ?? [])
        {
            if (node is not ConfigMap map || map.Entries.Count == 0)
            {
                spec.Problems.Add(node.Place, $"an entry of '{key}' is a map of axes to values", null, CellsFix);
                continue;
            }
            var reader = new MapReader(map, spec.Problems);
            List<CellValue> cell = [.. map.Entries.Select(e => new CellValue(e.Key, reader.Text(e.Key) ?? ""))];
            look(cell, map.Place);
            result.Add(cell);
        }
        return result;
    }

    private static void Excluded(List<MatrixAxis> axes, IReadOnlyList<CellValue> cell, SourcePlace place, Problems problems)
    {
        foreach (var value in cell)
            if (Known(axes, value, place, problems) is { } axis && !axis.Values.Contains(value.Value))
                problems.Add(
                    place, $"no cell has this value of {axis.Name}, so this leaves nothing out", value.Value,
                    $"choose of {string.Join(", ", axis.Values)}");
    }

    private static void Included(List<MatrixAxis> axes, IReadOnlyList<CellValue> cell, SourcePlace place, Problems problems)
    {
        foreach (var value in cell) Known(axes, value, place, problems);
        if (axes.Where(a => cell.All(v => v.Axis != a.Name)).Select(a => a.Name).ToList() is [_, ..] missing)
            problems.Add(place, "a cell has a value for each axis", null, $"add {string.Join(", ", missing)}");
    }

    private static MatrixAxis? Known(List<MatrixAxis> axes, CellValue value, SourcePlace place, Problems problems)
    {
        if (axes.Find(a => a.Name == value.Axis) is { } axis) return axis;
        var names = axes.Select(a => a.Name).ToList();
        problems.Add(
            place, $"the matrix has no such axis{MapReader.Nearest(value.Axis, names)}", value.Axis,
            $"choose of {string.Join(", ", names)}");
        return null;
    }

    private static void Count(SuiteMatrix matrix, MapReader spec)
    {
        var place = spec.PlaceOf("matrix");
        if (matrix.Spanned > Suite.MembersMax)
        {
            spec.Problems.Add(
                place, $"the axes span more than {Suite.MembersMax} cells", $"{matrix.Spanned}",
                "take values away, or make two suites of it");
            return;
        }
        var cells = matrix.Cells();
        if (cells.Count == 0) spec.Problems.Add(place, "every cell is excluded", null, "take an entry of 'exclude' away");
        if (cells.GroupBy(Key).FirstOrDefault(same => same.Count() > 1) is { } twice)
            spec.Problems.Add(spec.PlaceOf("include"), "this cell is there already", twice.Key, "take it away");
    }

    private static string Key(IReadOnlyList<CellValue> cell) => string.Join(", ", cell.Select(v => $"{v}").Order(StringComparer.Ordinal));
}
