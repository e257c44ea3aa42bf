package io.zkchain.prover.srs;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.prover.curve.G1;
import io.zkchain.prover.curve.G2;
import io.zkchain.prover.field.Fq;
import io.zkchain.prover.field.Fq2;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.msm.Msm;
import io.zkchain.prover.pairing.Pairing;
import io.zkchain.prover.parallel.Parallel;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Points, commitments and openings that an independent program (on arkworks) computed from the
 * ceremonies' files.
 */
class SrsVectorsTest {
  private static JsonNode vectors(String name) {
    JsonNode all = JsonMapper.builder().build().readTree(SharedSrs.file("vectors.json").toFile());
    for (JsonNode entry : all) {
      if (entry.get("file").asString().equals(name)) {
        return entry;
      }
    }
    throw new AssertionError("no vectors for " + name);
  }

  private static BigInteger integer(JsonNode hex) {
    return new BigInteger(hex.asString().substring(2), 16);
  }

  private static Fq fq(JsonNode hex) {
    return Fq.fromBigInteger(integer(hex));
  }

  private static G1 g1(JsonNode point) {
    return G1.of(fq(point.get(0)), fq(point.get(1)));
  }

  private static Fq2 fq2(JsonNode element) {
    return new Fq2(fq(element.get("c0")), fq(element.get("c1")));
  }

  private static Srs read(String name) {
    Optional<java.nio.file.Path> g2 =
        name.equals(SharedSrs.PPOT_G1)
            ? Optional.of(SharedSrs.file(SharedSrs.PPOT_G2))
            : Optional.empty();
    return SrsImport.read(
        SharedSrs.file(name), g2, SrsImport.ALL, new SecureRandom(), Parallel.common());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {SharedSrs.PTAU, SharedSrs.IGNITION_SMALL, SharedSrs.IGNITION, SharedSrs.PPOT_G1})
  void agree(String name) {
    Srs srs = read(name);
    JsonNode expected = vectors(name);
    assertThat(srs.size()).isEqualTo(expected.get("g1_count").asInt());
    expected
        .get("g1")
        .forEachEntry((i, point) -> assertThat(srs.g1(Integer.parseInt(i))).isEqualTo(g1(point)));
    JsonNode tau = expected.get("tau_g2");
    assertThat(srs.g2Tau()).isEqualTo(G2.of(fq2(tau.get("x")), fq2(tau.get("y"))));
    Msm msm = new Msm(srs.bases(), Parallel.common());
    for (JsonNode commitment : expected.get("commitments")) {
      opening(srs, msm, commitment);
    }
  }

  /** The polynomial is 1 + 2X + .. + nX^(n-1). */
  private static void opening(Srs srs, Msm msm, JsonNode expected) {
    int n = expected.get("n").asInt();
    long[] coefficients = LongStream.rangeClosed(1, n).toArray();
    G1 commitment = msm.sum(coefficients);
    assertThat(commitment).isEqualTo(g1(expected.get("commitment")));
    assertThat(msm.sum(FrVector.ofLongs(coefficients))).isEqualTo(commitment);
    Fr z = Fr.fromLong(expected.get("z").asLong());
    FrVector quotient = new FrVector(n - 1);
    Fr value = Fr.ZERO;
    for (int i = n - 1; i >= 0; i--) { // Ruffini: running values are the quotient's coefficients
      if (i < n - 1) {
        quotient.set(i, value);
      }
      value = value.mul(z).add(Fr.fromLong(coefficients[i]));
    }
    assertThat(value.toBigInteger()).isEqualTo(integer(expected.get("value")));
    G1 proof = msm.sum(quotient);
    assertThat(proof).isEqualTo(g1(expected.get("proof")));
    G1 left = commitment.sub(G1.GENERATOR.mul(value)).add(proof.mul(z));
    List<G2> right = List.of(G2.GENERATOR, srs.g2Tau());
    assertThat(Pairing.productIsOne(List.of(left, proof.negate()), right)).isTrue();
    assertThat(Pairing.productIsOne(List.of(left.add(G1.GENERATOR), proof.negate()), right))
        .isFalse();
  }
}
