return await CiBudget.Tool.CommandLine.RunAsync(args).ConfigureAwait(false);
