// Most of these tests wait: for the pauses of an SDK between its retries, and for answers that come late.
[assembly: LevelOfParallelism(16)]
