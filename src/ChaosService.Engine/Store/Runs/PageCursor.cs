using System.Globalization;

namespace ChaosService.Engine.Store.Runs;

/// <summary>Where a page of a list ends. Opaque to the caller, so that it can change.</summary>
/// <param name="list">Distinguishes the cursors of one list from those of another.</param>
internal sealed class PageCursor(char list)
{
    public string Write(long seq) => list + seq.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>Null for none. Throws <see cref="FormatException"/> for one that <see cref="Write"/> did not make.</summary>
    public long? Read(string? cursor) =>
        cursor is null ? null
        : cursor.StartsWith(list)
            && long.TryParse(cursor.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var seq) ? seq
        : throw new FormatException("this is not a cursor of an earlier page");
}
