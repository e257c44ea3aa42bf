package io.zkchain.prover.msm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zkchain.prover.field.Kernels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

class MsmTest {
  @Nested
  class Scalar extends MsmContract {
    @Override
    PairAdder adder() {
      return new ScalarPairAdder();
    }
  }

  @Nested
  class Vector extends MsmContract {
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
