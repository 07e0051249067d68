// A `dotnet test` waits more than it computes. The tests of one fixture share a solution and follow each other.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(3)]
