// Most of these tests wait for a process that they started. Those of one fixture follow each other.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(3)]
