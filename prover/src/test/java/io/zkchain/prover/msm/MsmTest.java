package io.zkchain.prover.msm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zkchain.prover.field.Kernels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

class MsmTest {
  @Nested
  class Scalar extends MsmContract {
    @Override
    SegmentSums sums() {
      return new ScalarSegmentSums();
    }
  }

  @Nested
  class Vector extends MsmContract {
    @BeforeEach
    void needsVectors() {
      assumeTrue(Kernels.vectorLanes() > 0, Kernels::explanation);
    }

    @Override
    SegmentSums sums() {
      return VectorSegmentSums.create();
    }
  }
}
