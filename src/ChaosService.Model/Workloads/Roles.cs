namespace ChaosService.Model.Workloads;

/// <summary>The roles of a node that has several at once, as one text: <c>leader, catalog-leader</c>.</summary>
public static class Roles
{
    private const string Separator = ", ";

    public static string Joined(IEnumerable<string> roles) => string.Join(Separator, roles);

    /// <param name="held">The node's roles; null: it did not answer.</param>
    public static bool Has(string? held, string role) => held?.Split(Separator).Contains(role) == true;
}
