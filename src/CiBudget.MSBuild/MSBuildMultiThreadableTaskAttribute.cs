namespace Microsoft.Build.Framework;

/// <summary>
/// Tells MSBuild (which matches it by name) that a task reads neither the current directory nor the environment, so that it may
/// run on any thread of a multithreaded build.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class MSBuildMultiThreadableTaskAttribute : Attribute;
