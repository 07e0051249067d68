using NUnit.Framework.Internal.Builders;

namespace CiBudget.Tests.Shared;

/// <summary>
/// Cases in which every value of a parameter meets every value of each other one; all combinations when thorough. Most faults need no
/// more than two values to meet.
/// </summary>
internal sealed class PairwiseUnlessThoroughAttribute()
    : CombiningStrategyAttribute(
        TestEffort.IsThorough ? new CombinatorialStrategy() : new PairwiseStrategy(),
        new ParameterDataSourceProvider()
    );
