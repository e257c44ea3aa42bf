package io.zkchain.prover.msm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zkchain.prover.field.Kernels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

class SegmentSumsTest {
  @Nested
  class Scalar extends SegmentSumsContract {
    @Override
    SegmentSums sums() {
      return new ScalarSegmentSums();
    }
  }

  @Nested
  class Vector extends SegmentSumsContract {
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
