namespace ChaosService.Model.KeyValue;

/// <summary>The action that has all nodes of a key-value store repair what they have, each from each.</summary>
public static class SyncActions
{
    public const string Kind = "merklekv-sync";
}
