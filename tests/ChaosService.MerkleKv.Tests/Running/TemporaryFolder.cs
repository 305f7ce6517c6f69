namespace ChaosService.MerkleKv.Tests.Running;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("merklekv-").FullName;

    public string Log => System.IO.Path.Combine(Path, "merklekv.log");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
