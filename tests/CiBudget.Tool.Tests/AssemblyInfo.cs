// Most of these tests run the tool in this process, whose folder, variables and streams are then the tool's: one test at a time.
[assembly: NonParallelizable]
