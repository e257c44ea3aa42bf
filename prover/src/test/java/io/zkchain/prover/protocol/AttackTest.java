package io.zkchain.prover.protocol;

import static io.zkchain.prover.protocol.ToyAttack.Q1;
import static io.zkchain.prover.protocol.ToyAttack.Q2;
import static io.zkchain.prover.protocol.ToyAttack.R1;
import static io.zkchain.prover.protocol.ToyAttack.R2;
import static io.zkchain.prover.protocol.ToyAttack.accepts;
import static io.zkchain.prover.protocol.ToyAttack.key;
import static io.zkchain.prover.protocol.ToyAttack.prove;
import static io.zkchain.prover.protocol.ToyAttack.sound;
import static io.zkchain.prover.protocol.ToyAttack.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.Witness;
import io.zkchain.circuit.fixture.Instance;
import io.zkchain.circuit.fixture.ToyCircuit;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.protocol.ReferenceVerifier.Options;
import io.zkchain.prover.sumcheck.EqTable;
import io.zkchain.prover.transcript.ChallengeSource;
import io.zkchain.prover.transcript.Transcript;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Forgeries that a careless reading of the protocol would let through, made with the real prover. A
 * verifier that is weakened in the one way accepts each of them, which shows that the attack works;
 * the sound ones refuse it.
 */
class AttackTest {
  private static final Options WEAK_DELTA = new Options(true, 1, true, true);
  private static final Options WEAK_LAMBDA = new Options(false, 0, true, true);
  private static final Options WEAK_ACTIVITY = new Options(false, 1, false, true);
  private static final Options WEAK_BINDING = new Options(false, 1, true, false);

  /** Lanes and table lanes with the same powers of delta: one lookup in each lane may be false. */
  @Test
  void sharedPowersOfDelta() {
    Instance toy = ToyAttack.sample(1);
    ProvingKey key = key(toy);
    Witness lie = ToyAttack.lie(toy.witness(), 0);
    // Row 0 of h_1 and of ht: h phi1 phi2 + ht phi stays, the total of the fractions becomes 0.
    class Attack extends ToyAttack.Seam {
      final boolean shared;

      Attack(boolean shared) {
        this.shared = shared;
      }

      @Override
      List<Fr> deltaPowers(Fr delta, int lanes, int tableLanes) {
        List<Fr> powers = new ArrayList<>(powers(delta, 0, lanes));
        powers.addAll(powers(delta, shared ? 0 : lanes, tableLanes));
        return powers;
      }

      @Override
      void helpers(CellColumns cells, LookupTables tables, Fr alpha, Fr beta) {
        FrVector[] h = tables.helpers();
        Fr total = sum(h[0]).add(sum(h[1])).sub(sum(h[2]));
        Fr product = tables.phi1()[0].get(0).mul(tables.phi2()[0].get(0));
        Fr ratio = product.mul(tables.phi()[0].get(0).inverse());
        Fr step = total.negate().mul(Fr.ONE.add(ratio).inverse());
        LinearColumns.addAt(h[0], 0, step);
        LinearColumns.addAt(h[2], 0, step.mul(ratio).negate());
      }
    }
    Proof forged = prove(key, lie, new Attack(true));
    assertThat(accepts(key, WEAK_DELTA, forged)).isTrue();
    assertThat(sound(key, forged)).isFalse();
    assertThat(sound(key, prove(key, lie, new Attack(false)))).isFalse();
  }

  private static Fr sum(FrVector column) {
    Fr sum = Fr.ZERO;
    for (int i = 0; i < column.size(); i++) {
      sum = sum.add(column.get(i));
    }
    return sum;
  }

  /** lambda^0 on a revealed value: it absorbs the error of any false public output. */
  @Test
  void lambdaFromZero() {
    Instance toy = ToyAttack.sample(2);
    ProvingKey key = key(toy);
    Witness lie = Alterations.publicValue(toy.witness(), 0, 0, 1);
    ReferenceVerifier reference =
        new ReferenceVerifier(key.verifyingKey(), ToyAttack.SRS.theta(), Options.SOUND);
    class Attack extends ToyAttack.Seam {
      final int from;
      long[] c0 = {};

      Attack(int from) {
        this.from = from;
      }

      @Override
      List<Fr> lambdaPowers(Fr lambda, int count) {
        return powers(lambda, from, count);
      }

      @Override
      void cells(CellColumns cells) {
        c0 = cells.columns()[2];
      }

      @Override
      void reveal(FirstPoint point) {
        FirstPoint.EarlyChallenges challenges = point.challenges();
        // The claim is wrong by gamma^3 eq(tau, 0); each round multiplies the error by r_i.
        Fr error =
            challenges.gamma().pow(3).mul(EqTable.evaluateBits(0, challenges.tau().subList(0, 1)));
        for (Fr x : point.r()) {
          error = error.mul(x);
        }
        // The integrand is affine in a_0(r): move it until the error and the step cancel.
        Fr[] r = point.r().toArray(Fr[]::new);
        Map<String, Fr> unrevealed =
            Map.of("C0", PlainExtensions.extension(c0, PlainExtensions.eq(r)));
        Fr[] moved = point.revealed().clone();
        moved[0] = moved[0].add(Fr.ONE);
        Fr slope =
            reference
                .integrand(moved, r, challenges, unrevealed)
                .sub(reference.integrand(point.revealed(), r, challenges, unrevealed));
        Fr step = error.negate().mul(Fr.ONE.sub(slope).inverse());
        point.revealed()[0] = point.revealed()[0].add(step);
        point.phi1()[0] = point.phi1()[0].add(challenges.beta().mul(step));
      }
    }
    Proof forged = prove(key, lie, new Attack(0));
    assertThat(accepts(key, WEAK_LAMBDA, forged)).isTrue();
    assertThat(sound(key, forged)).isFalse();
    assertThat(sound(key, prove(key, lie, new Attack(1)))).isFalse();
  }

  /** An unused row inside a tagged table block is no entry: ReLU(8) = 0 beyond the domain. */
  @Test
  void unusedTableRow() {
    Instance toy = beyondTheDomain();
    ProvingKey key = key(toy);
    class Attack extends ToyAttack.Seam {
      final boolean allActive;

      Attack(boolean allActive) {
        this.allActive = allActive;
      }

      @Override
      LookupSelectors selectors(LookupSelectors honest) {
        return allActive ? ReferenceKey.allActive(honest) : honest;
      }

      @Override
      void cells(CellColumns cells) {
        cells.m(0)[15]++;
      }
    }
    Proof forged = prove(key, toy.witness(), new Attack(true));
    assertThat(accepts(key, WEAK_ACTIVITY, forged)).isTrue();
    assertThat(sound(key, forged)).isFalse();
    assertThat(sound(key, prove(key, toy.witness(), new Attack(false)))).isFalse();
  }

  /** A model and witness with q1[0] = 8, one beyond the table, and y1[0] = 0. */
  private static Instance beyondTheDomain() {
    SplittableRandom random = new SplittableRandom(8);
    while (true) {
      long[][] w1 = new long[5][];
      Arrays.setAll(w1, j -> random.longs(3, -2, 3).toArray());
      long[][] w2 = new long[2][];
      Arrays.setAll(w2, k -> random.longs(5, -2, 3).toArray());
      long[] b1 = random.longs(5, -4, 5).toArray();
      long[] x = random.longs(3, -3, 4).toArray();
      long sum = IntStream.range(0, 3).mapToLong(i -> w1[0][i] * x[i]).sum();
      b1[0] = 4 * 8 - 2 - sum;
      Instance toy = ToyCircuit.instance(new ToyCircuit.Model(w1, b1, w2), x, false);
      Witness w = toy.witness();
      long[] q1 = values(w.a(), Q1);
      long[] y1 = values(w.b(), Q1).clone();
      y1[0] = 0;
      long[] q2 = new long[2];
      long[] r2 = new long[2];
      for (int k = 0; k < 2; k++) {
        long total = 4;
        for (int j = 0; j < 5; j++) {
          total += w2[k][j] * y1[j] + y1[j] * y1[j];
        }
        q2[k] = total >> 3;
        r2[k] = total & 7;
      }
      if (Arrays.stream(q1).skip(1).allMatch(v -> Math.abs(v) <= 7)
          && Arrays.stream(q2).allMatch(v -> Math.abs(v) <= 7)) {
        Witness forged =
            new Witness(
                Map.of(0, x, Q1, q1, Q2, q2),
                Map.of(0, x, Q1, y1, Q2, q2),
                Map.of(R1, values(w.c(), R1), R2, r2),
                Map.of(0, q2));
        return new Instance(toy.circuit(), toy.fixedValues(), forged);
      }
    }
  }

  /** Public values outside the transcript: another vector with the same extension at tau. */
  @Test
  void unboundPublicValues() {
    Instance toy = ToyAttack.sample(4);
    ProvingKey key = key(toy);
    byte[] digest = key.verifyingKey().digest();
    Fr[] tau = new Fr[1];
    ProverSeam unbound =
        new ToyAttack.Seam() {
          @Override
          ChallengeSource challenges(ChallengeSource honest) {
            return new Transcript(digest, ToyAttack.CONTEXT, List.of());
          }

          @Override
          void reveal(FirstPoint point) {
            tau[0] = point.challenges().tau().getFirst();
          }
        };
    Proof proof = prove(key, toy.witness(), unbound);
    Fr ratio = Fr.ONE.sub(tau[0]).mul(tau[0].inverse());
    BigInteger first = proof.publicValues().get(0).add(BigInteger.ONE);
    Fr second = Fr.fromBigInteger(proof.publicValues().get(1)).sub(ratio);
    Proof forged =
        new Proof(
            digest, ToyAttack.CONTEXT, List.of(first, second.toSignedBigInteger()), proof.bytes());
    assertThat(accepts(key, WEAK_BINDING, proof)).isTrue();
    assertThat(accepts(key, WEAK_BINDING, forged)).isTrue();
    assertThat(sound(key, forged)).isFalse();
    assertThat(sound(key, proof)).isFalse();
  }

  /**
   * If proofs revealed the table outputs at their points r, as many proofs as there are entries
   * would give the whole table. They do not: that value is in no proof.
   */
  @Test
  void tableOutputsStayPrivate() {
    Instance toy = ToyAttack.sample(5);
    ProvingKey key = key(toy);
    int entries = 31; // rows of the ReLU block and the identity block
    long[] outputs = key.column(1);
    Fr[][] system = new Fr[entries][];
    for (int k = 0; k < entries; k++) {
      Fr[][] eq = new Fr[1][];
      ProverSeam listen =
          new ProverSeam() {
            @Override
            void reveal(FirstPoint point) {
              eq[0] = PlainExtensions.eq(point.r().toArray(Fr[]::new));
            }
          };
      Proof proof = prove(key, toy.witness(), listen);
      Fr value = PlainExtensions.extension(outputs, eq[0]);
      assertThat(words(proof)).doesNotContain(value.toBigInteger());
      system[k] = Arrays.copyOf(eq[0], entries + 1);
      system[k][entries] = value;
    }
    long[] solved = solve(system);
    assertThat(solved).isEqualTo(Arrays.copyOf(outputs, entries));
  }

  private static List<BigInteger> words(Proof proof) {
    byte[] bytes = proof.bytes();
    return IntStream.range(0, bytes.length / 32)
        .mapToObj(i -> new BigInteger(1, Arrays.copyOfRange(bytes, 32 * i, 32 * i + 32)))
        .toList();
  }

  /** Gauss and Jordan on rows of coefficients and right side. */
  private static long[] solve(Fr[][] rows) {
    int n = rows.length;
    for (int c = 0; c < n; c++) {
      int pivot = c;
      while (rows[pivot][c].isZero()) {
        pivot++;
      }
      Fr[] head = rows[pivot];
      rows[pivot] = rows[c];
      rows[c] = head;
      Fr inverse = head[c].inverse();
      for (int k = 0; k <= n; k++) {
        head[k] = head[k].mul(inverse);
      }
      for (int i = 0; i < n; i++) {
        Fr factor = rows[i][c];
        for (int k = 0; k <= n && i != c && !factor.isZero(); k++) {
          rows[i][k] = rows[i][k].sub(factor.mul(head[k]));
        }
      }
    }
    return Arrays.stream(rows)
        .mapToLong(row -> row[n].toSignedBigInteger().longValueExact())
        .toArray();
  }

  /** Rounds are bound to their place: a proof whose round words trade places is refused. */
  @Test
  void swappedRounds() {
    Instance toy = ToyAttack.sample(6);
    ProvingKey key = key(toy);
    Proof proof = prove(key, toy.witness(), ProverSeam.HONEST);
    assertThat(sound(key, proof)).isTrue();
    ProofLayout layout = key.verifyingKey().layout();
    byte[] bytes = proof.bytes();
    byte[] swapped = bytes.clone();
    System.arraycopy(bytes, layout.firstRound(0), swapped, layout.firstRound(1), 128);
    System.arraycopy(bytes, layout.firstRound(1), swapped, layout.firstRound(0), 128);
    Proof other = new Proof(proof.keyDigest(), proof.context(), proof.publicValues(), swapped);
    assertThat(sound(key, other)).isFalse();
  }
}
