// Most of these tests wait for a process that they started. Those of one fixture follow each other, where it does not say otherwise.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(3)]
