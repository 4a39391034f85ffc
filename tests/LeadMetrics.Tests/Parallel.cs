// Each test has a database of its own, so fixtures run side by side; but on SQL Server they share one. What looks at all of the process
// (its console, its measures, its processor) is marked NonParallelizable.
#if !SQLSERVER_TESTS
[assembly: Parallelizable(ParallelScope.Fixtures)]
#endif
