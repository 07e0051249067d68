// A process has one meter, and every test starts its own.
[assembly: NonParallelizable]
