package io.zkchain.compiler.gadgets;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.Checker;
import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.FixedValues;
import io.zkchain.circuit.Witness;
import io.zkchain.compiler.error.UnsupportedModelException;
import io.zkchain.compiler.lower.LoweredProgram;
import io.zkchain.compiler.lower.Placement;
import org.junit.jupiter.api.Test;

/** Rewriting of index relations and placement against plain arrays. */
class IndexChainTest {
  private static final int CHAINS = Integer.getInteger("chains", 600);

  @Test
  void composedViewsReadTheElementsThatTheyShould() {
    int refused = 0;
    for (int seed = 0; seed < CHAINS; seed++) {
      RandomChain chain = new RandomChain(seed);
      try {
        LoweredProgram program = chain.build(1 + seed % 7);
        check(program, chain.source(), chain.expected(), seed);
      } catch (UnsupportedModelException e) {
        refused++; // a value too wide for two limbs
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("chain " + seed + ": " + chain, e);
      }
    }
    assertThat(refused).isLessThan(CHAINS / 10);
  }

  @Test
  void productsMultiplyTheElementsThatTheyShould() {
    for (int seed = 0; seed < CHAINS; seed++) {
      RandomContraction contraction = new RandomContraction(seed);
      try {
        LoweredProgram program = contraction.build();
        check(program, contraction.source(), contraction.expected(), seed);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("product " + seed + ": " + contraction, e);
      }
    }
  }

  private static void check(LoweredProgram program, TwinSource source, long[] expected, int seed) {
    Witness witness = program.witness(program.run(source.inputs()));
    assertThat(witness.publicValues(0)).containsExactly(expected);
    Circuit circuit = Placement.place(program, 15 + seed % 3, seed % 2 == 0);
    FixedValues fixed = GadgetUniqueness.fixedValues(program, circuit);
    assertThat(new Checker(circuit, fixed).first(witness)).isEmpty();
  }
}
