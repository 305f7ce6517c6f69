namespace ChaosService.Engine.Store.Postgres;

/// <summary>The audit lines of all instances. Each keeps its own in a file, too, which is there when the database is not.</summary>
public sealed class SharedAudit(PostgresDatabase database)
{
    /// <param name="line">As written in the file.</param>
    public void Append(string at, string line) => database.Write(
        "INSERT INTO audit (instance, at, entry) VALUES (@instance, @at, @entry)", ("@instance", database.Instance), ("@at", at),
        ("@entry", line));

    /// <summary>
    /// The newest of all instances, oldest first. Instances write their copies when they can, so the order of arrival is not the order of
    /// the changes.
    /// </summary>
    public IReadOnlyList<(string Instance, string Line)> Last(int count) => database.Query(
        "SELECT instance, entry FROM (SELECT * FROM audit ORDER BY seq DESC LIMIT @count) AS newest ORDER BY at, seq",
        row => (row.GetString(0), row.GetString(1)), ("@count", count));
}
