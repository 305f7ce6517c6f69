using ChaosService.Host.Commands;
using ChaosService.Host.Composition;

return await CommandLine.RunAsync(args, new Composer());
