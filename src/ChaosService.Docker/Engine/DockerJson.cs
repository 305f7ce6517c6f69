using System.Text.Json.Serialization;
using ChaosService.Docker.Engine.Containers;
using ChaosService.Docker.Engine.Images;
using ChaosService.Docker.Engine.Networks;
using ChaosService.Docker.Engine.Daemon;
using ChaosService.Docker.Engine.Volumes;

namespace ChaosService.Docker.Engine;

/// <summary>The engine writes names as C# does; case is ignored for the few (<c>message</c>, <c>status</c>) that it writes small.
/// Answers have <c>set</c>, not <c>init</c>: with <c>init</c> generated code loses the default of what the engine leaves out.</summary>
[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(EngineError))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, IReadOnlyList<string>>))]
[JsonSerializable(typeof(List<ContainerListResponse>))]
[JsonSerializable(typeof(ContainerInspectResponse))]
[JsonSerializable(typeof(List<NetworkResponse>))]
[JsonSerializable(typeof(ImageInspectResponse))]
[JsonSerializable(typeof(VolumesListResponse))]
[JsonSerializable(typeof(VolumesCreateParameters))]
[JsonSerializable(typeof(VersionResponse))]
[JsonSerializable(typeof(SystemInfoResponse))]
[JsonSerializable(typeof(Message))]
internal sealed partial class DockerJson : JsonSerializerContext;
