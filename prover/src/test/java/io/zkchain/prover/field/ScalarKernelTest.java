package io.zkchain.prover.field;

import org.junit.jupiter.api.Nested;

class ScalarKernelTest {
  @Nested
  class OfScalarField extends KernelContract {
    @Override
    FieldKernel kernel() {
      return new ScalarKernel(PrimeField.FR);
    }
  }

  @Nested
  class OfBaseField extends KernelContract {
    @Override
    FieldKernel kernel() {
      return new ScalarKernel(PrimeField.FQ);
    }
  }
}
