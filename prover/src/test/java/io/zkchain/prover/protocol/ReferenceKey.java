package io.zkchain.prover.protocol;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.ColumnLayout;
import io.zkchain.prover.curve.G1;
import io.zkchain.prover.field.Fr;
import java.util.Arrays;
import java.util.List;

/**
 * What {@link ReferenceVerifier} knows before it sees a proof.
 *
 * @param theta the trapdoor
 */
record ReferenceKey(
    Circuit circuit,
    List<G1> fixedCommitments,
    byte[] digest,
    Fr theta,
    ReferenceVerifier.Options options,
    LookupSelectors selectors) {

  static ReferenceKey of(VerifyingKey key, Fr theta, ReferenceVerifier.Options options) {
    LookupSelectors honest = LookupSelectors.of(new ColumnLayout(key.circuit()));
    return new ReferenceKey(
        key.circuit(),
        key.commitments(),
        key.digest(),
        theta,
        options,
        options.activity() ? honest : allActive(honest));
  }

  static LookupSelectors allActive(LookupSelectors s) {
    long[][] active = new long[s.tags().length][];
    Arrays.setAll(active, t -> LookupSelectors.indicator(s.tags()[t]));
    return new LookupSelectors(s.first(), s.second(), s.tags(), s.inputs(), active);
  }

  int logRows() {
    return circuit.logRows();
  }

  int rows() {
    return circuit.rows();
  }

  ColumnNames names() {
    return new ColumnNames(circuit);
  }
}
