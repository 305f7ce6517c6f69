namespace ChaosService.Model.Histories;

/// <summary>The names of the functions that workloads invoke, as they stand in the history's <c>f</c>.</summary>
public static class Functions
{
    public const string Read = "read";
    public const string Write = "write";
    public const string Cas = "cas";
    public const string Add = "add";
}
