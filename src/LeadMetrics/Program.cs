return await LeadMetrics.CommandLine.RunAsync(args);
