using Google.Protobuf.Reflection;

namespace ChaosService.Host.Grpc.Services;

/// <summary>The proto files behind what is served, by file name and by every name that is declared in them.</summary>
internal sealed class DescribedFiles
{
    private readonly Dictionary<string, FileDescriptor> _files;
    private readonly Dictionary<string, FileDescriptor> _symbols = new(StringComparer.Ordinal);

    public DescribedFiles()
    {
        Services =
        [
            .. Contracts.V1.ChaosserviceReflection.Descriptor.Services, .. Contracts.GrpcHealth.V1.HealthReflection.Descriptor.Services,
            .. Contracts.GrpcReflection.V1.ReflectionReflection.Descriptor.Services, .. Contracts.GrpcReflection.V1Alpha.ReflectionReflection.Descriptor.Services,
        ];
        // Details of errors are packed into other messages: a tool that shows them asks for their types.
        FileDescriptor[] roots = [.. Services.Select(s => s.File), Contracts.Rpc.StatusReflection.Descriptor, Contracts.Rpc.ErrorDetailsReflection.Descriptor];
        _files = roots.SelectMany(WithDependencies).DistinctBy(f => f.Name).ToDictionary(f => f.Name, StringComparer.Ordinal);
        foreach (var file in _files.Values) AddSymbols(file);
    }

    public IReadOnlyList<ServiceDescriptor> Services { get; }

    public FileDescriptor? File(string name) => _files.GetValueOrDefault(name);

    /// <param name="symbol">Full name of a service, a method, a message, a field or an enum.</param>
    public FileDescriptor? FileOf(string symbol) => _symbols.GetValueOrDefault(symbol.TrimStart('.'));

    /// <summary>The file first.</summary>
    public static IEnumerable<FileDescriptor> WithDependencies(FileDescriptor file) => file.Dependencies.SelectMany(WithDependencies).Prepend(file).DistinctBy(f => f.Name);

    private void AddSymbols(FileDescriptor file)
    {
        foreach (var service in file.Services)
        {
            _symbols[service.FullName] = file;
            foreach (var method in service.Methods) _symbols[method.FullName] = file;
        }
        foreach (var type in file.EnumTypes) _symbols[type.FullName] = file;
        foreach (var message in file.MessageTypes) AddSymbols(message, file);
    }

    private void AddSymbols(MessageDescriptor message, FileDescriptor file)
    {
        _symbols[message.FullName] = file;
        foreach (var field in message.Fields.InDeclarationOrder()) _symbols[field.FullName] = file;
        foreach (var type in message.EnumTypes) _symbols[type.FullName] = file;
        foreach (var nested in message.NestedTypes) AddSymbols(nested, file);
    }
}
