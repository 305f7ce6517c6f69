using System.Globalization;

namespace ChaosService.Model.Suites;

/// <summary>The values that a suite varies: each of its experiments runs once for each cell.</summary>
public sealed record SuiteMatrix
{
    /// <summary>More make a grid that nobody reads.</summary>
    public const int AxesMax = 6;

    /// <summary>At least one, in the order of the file.</summary>
    public required IReadOnlyList<MatrixAxis> Axes { get; init; }

    /// <summary>A cell that holds all values of one of them does not run.</summary>
    public IReadOnlyList<IReadOnlyList<CellValue>> Exclude { get; init; } = [];

    /// <summary>Additional cells, with a value for each axis, which the axis need not list.</summary>
    public IReadOnlyList<IReadOnlyList<CellValue>> Include { get; init; } = [];

    /// <summary>How many cells the axes span, before any is left out.</summary>
    public long Spanned => Axes.Aggregate(1L, (product, axis) => product > int.MaxValue ? product : product * axis.Values.Count);

    /// <summary>In the order of the axes, the last one fastest; the included ones last. Ask <see cref="Spanned"/> first.</summary>
    public IReadOnlyList<IReadOnlyList<CellValue>> Cells()
    {
        IEnumerable<IReadOnlyList<CellValue>> cells = [[]];
        foreach (var axis in Axes)
            cells = cells.SelectMany(cell => axis.Values.Select(v => (IReadOnlyList<CellValue>)[.. cell, new(axis.Name, v)]));
        return [.. cells.Where(cell => !Exclude.Any(left => left.All(cell.Contains))), .. Include.Select(InOrder)];
    }

    private IReadOnlyList<CellValue> InOrder(IReadOnlyList<CellValue> cell) =>
        [.. Axes.SelectMany(axis => cell.Where(v => v.Axis == axis.Name))];
}

/// <param name="Name">
/// A setting of the target, such as <c>NODES</c>, or the path of any value of the experiment: <c>spec.load[0].rate</c>.
/// </param>
/// <param name="Values">As in the file; at least one, each once.</param>
public sealed record MatrixAxis(string Name, IReadOnlyList<string> Values);

/// <summary>The value of one axis in one cell.</summary>
public sealed record CellValue(string Axis, string Value)
{
    /// <summary>As with <c>--set</c>.</summary>
    public string Override => $"{(Axis.Contains('.', StringComparison.Ordinal) ? "" : "spec.target.settings.")}{Axis}={Value}";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Axis}={Value}");
}
