package io.zkchain.prover.msm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zkchain.prover.field.Kernels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

class PairAdderTest {
  @Nested
  class Scalar extends PairAdderContract {
    @Override
    PairAdder adder() {
      return new ScalarPairAdder();
    }
  }

  @Nested
  class Vector extends PairAdderContract {
    @BeforeEach
    void needsVectors() {
      assumeTrue(Kernels.vectorLanes() > 0, Kernels::explanation);
    }

    @Override
    PairAdder adder() {
      return VectorPairAdder.create();
    }
  }
}
