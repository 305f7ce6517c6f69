using ChaosService.Cli;
using ChaosService.Host.Composition;

return await CommandLine.RunAsync(args, new Composer());
