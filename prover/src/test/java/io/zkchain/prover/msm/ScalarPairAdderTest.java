package io.zkchain.prover.msm;

class ScalarPairAdderTest extends PairAdderContract {
  @Override
  PairAdder adder() {
    return new ScalarPairAdder();
  }
}
