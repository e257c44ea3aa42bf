package io.zkchain.prover.field;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

class VectorKernelTest {
  abstract static class Contract extends KernelContract {
    @BeforeEach
    void needsVectors() {
      assumeTrue(Kernels.vectorLanes() > 0, Kernels::explanation);
    }
  }

  @Nested
  class OfScalarField extends Contract {
    @Override
    FieldKernel kernel() {
      return VectorKernel.create(PrimeField.FR, () -> true);
    }
  }

  @Nested
  class OfBaseField extends Contract {
    @Override
    FieldKernel kernel() {
      return VectorKernel.create(PrimeField.FQ, () -> true);
    }
  }
}
