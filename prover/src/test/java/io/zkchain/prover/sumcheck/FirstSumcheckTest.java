package io.zkchain.prover.sumcheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.parallel.Parallel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rounds against the sum over all rows, term by term, with e and s as tables. */
class FirstSumcheckTest {
  @ParameterizedTest
  @CsvSource({
    "1,1,1,0,2",
    "3,1,1,2,8",
    "4,2,1,3,16",
    "5,3,2,1,32",
    "9,1,1,4,512",
    "9,1,1,3,100",
    "7,2,2,2,64",
    "7,2,1,2,3",
    "7,1,1,2,1",
    "6,1,2,2,63"
  })
  void roundsAreThePlainSums(int n, int laneCount, int tableCount, int productCount, int active) {
    Random random = new Random(n);
    int rows = 1 << n;
    List<FirstSumcheck.Lane> lanes = new ArrayList<>();
    for (int l = 0; l < laneCount; l++) {
      FrVector[] t = vectors(random, 5, rows);
      idle(t, active, Fr.ZERO, 0, 3, 4);
      idle(t, active, Fr.random(random), 1);
      idle(t, active, Fr.random(random), 2);
      lanes.add(new FirstSumcheck.Lane(t[0], t[1], t[2], t[3], t[4]));
    }
    List<FirstSumcheck.TableLane> tableLanes = new ArrayList<>();
    for (int l = 0; l < tableCount; l++) {
      FrVector[] t = vectors(random, 4, rows);
      idle(t, active, Fr.ZERO, 0, 1, 3);
      idle(t, active, Fr.random(random), 2);
      tableLanes.add(new FirstSumcheck.TableLane(t[0], t[1], t[2], t[3]));
    }
    List<FirstSumcheck.Product> products = new ArrayList<>();
    List<FirstSumcheck.Product> fullProducts = new ArrayList<>();
    for (int l = 0; l < productCount; l++) {
      FrVector[] t = vectors(random, 2, rows);
      if (l == 1) {
        fullProducts.add(new FirstSumcheck.Product(t[0], t[1]));
      } else {
        idle(t, active, Fr.ZERO, 0, 1);
        products.add(new FirstSumcheck.Product(t[0], t[1]));
      }
    }
    List<FirstSumcheck.Product> allProducts = new ArrayList<>(products);
    allProducts.addAll(fullProducts);
    List<Fr> tau = IntStream.range(0, n).mapToObj(k -> Fr.random(random)).toList();
    Fr xi = Fr.random(random);
    FrVector e = EqTable.of(tau);
    e.set(rows - 1, Fr.ZERO);
    FrVector s = new FrVector(rows);
    IntStream.range(0, rows - 1).forEach(i -> s.setLong(i, 1));
    Plain plain =
        new Plain(
            xi, copy(e), copy(s), copyLanes(lanes), copyTables(tableLanes), copyAll(allProducts));

    FirstSumcheck sumcheck =
        new FirstSumcheck(
            lanes,
            tableLanes,
            products,
            fullProducts,
            List.of(),
            active,
            tau,
            xi,
            Parallel.common());
    for (int variable = n - 1; variable >= 0; variable--) {
      Fr[] expected = plain.round(1 << variable);
      assertThat(sumcheck.round())
          .containsExactly(expected[0], expected[2], expected[3], expected[4]);
      Fr challenge = Fr.random(random);
      sumcheck.bind(challenge);
      plain.bind(1 << variable, challenge);
    }
    assertThat(sumcheck.e()).isEqualTo(plain.e[0]);
    assertThat(lanes.getFirst().phi1().get(0)).isEqualTo(plain.lanes.getFirst()[1][0]);
  }

  private static FrVector[] vectors(Random random, int count, int rows) {
    FrVector[] vectors = new FrVector[count];
    for (int k = 0; k < count; k++) {
      vectors[k] = new FrVector(rows);
      for (int i = 0; i < rows; i++) {
        // Zeros, ones and minus ones among random values.
        int kind = random.nextInt(6);
        vectors[k].set(i, kind < 3 ? Fr.fromLong(kind - 1) : Fr.random(random));
      }
    }
    return vectors;
  }

  /** Makes rows idle, all but the last. */
  private static void idle(FrVector[] tables, int active, Fr value, int... which) {
    for (int k : which) {
      for (int i = active; i < tables[k].size() - 1; i++) {
        tables[k].set(i, value);
      }
    }
  }

  private static Fr[] copy(FrVector v) {
    Fr[] copy = new Fr[v.size()];
    Arrays.setAll(copy, v::get);
    return copy;
  }

  private static List<Fr[][]> copyLanes(List<FirstSumcheck.Lane> lanes) {
    return lanes.stream()
        .map(l ->
            new Fr[][] {copy(l.h()), copy(l.phi1()), copy(l.phi2()), copy(l.n1()), copy(l.n2())})
        .toList();
  }

  private static List<Fr[][]> copyTables(List<FirstSumcheck.TableLane> lanes) {
    return lanes.stream()
        .map(l -> new Fr[][] {copy(l.h()), copy(l.m()), copy(l.phi()), copy(l.act())})
        .toList();
  }

  private static List<Fr[][]> copyAll(List<FirstSumcheck.Product> products) {
    return products.stream().map(p -> new Fr[][] {copy(p.column()), copy(p.weight())}).toList();
  }

  private static final class Plain {
    private final Fr xi;
    private final Fr[] e;
    private final Fr[] s;
    private final List<Fr[][]> lanes;
    private final List<Fr[][]> tables;
    private final List<Fr[][]> products;

    Plain(Fr xi, Fr[] e, Fr[] s, List<Fr[][]> lanes, List<Fr[][]> tables, List<Fr[][]> products) {
      this.xi = xi;
      this.e = e;
      this.s = s;
      this.lanes = lanes;
      this.tables = tables;
      this.products = products;
    }

    private static Fr at(Fr[] table, int i, int half, Fr x) {
      return table[i].add(x.mul(table[i + half].sub(table[i])));
    }

    Fr[] round(int half) {
      Fr[] values = new Fr[5];
      for (int x = 0; x < 5; x++) {
        Fr point = Fr.fromLong(x);
        values[x] = Fr.ZERO;
        for (int i = 0; i < half; i++) {
          values[x] = values[x].add(integrand(i, half, point));
        }
      }
      return interpolate(values);
    }

    private Fr integrand(int i, int half, Fr x) {
      Fr identity = Fr.ZERO;
      Fr helpers = Fr.ZERO;
      for (Fr[][] lane : lanes) {
        Fr[] v = Arrays.stream(lane).map(t -> at(t, i, half, x)).toArray(Fr[]::new);
        identity = identity.add(v[0].mul(v[1]).mul(v[2]).sub(v[3].mul(v[2])).sub(v[4].mul(v[1])));
        helpers = helpers.add(v[0]);
      }
      for (Fr[][] lane : tables) {
        Fr[] v = Arrays.stream(lane).map(t -> at(t, i, half, x)).toArray(Fr[]::new);
        identity = identity.add(v[0].mul(v[2])).sub(v[3].mul(v[1]));
        helpers = helpers.sub(v[0]);
      }
      Fr sum = xi.mul(at(e, i, half, x)).mul(identity);
      sum = sum.add(xi.square().mul(at(s, i, half, x)).mul(helpers));
      for (Fr[][] product : products) {
        sum = sum.add(at(product[0], i, half, x).mul(at(product[1], i, half, x)));
      }
      return sum;
    }

    void bind(int half, Fr r) {
      List<Fr[]> all = new ArrayList<>(List.of(e, s));
      List.of(lanes, tables, products).forEach(g -> g.forEach(t -> all.addAll(List.of(t))));
      for (Fr[] table : all) {
        for (int i = 0; i < half; i++) {
          table[i] = at(table, i, half, r);
        }
      }
    }

    /** Coefficients of the polynomial with the given values at 0, 1, ... (Lagrange). */
    private static Fr[] interpolate(Fr[] values) {
      Fr[] sum = new Fr[values.length];
      Arrays.fill(sum, Fr.ZERO);
      for (int i = 0; i < values.length; i++) {
        Fr[] basis = {Fr.ONE};
        Fr denominator = Fr.ONE;
        for (int j = 0; j < values.length; j++) {
          if (j != i) {
            Fr[] next = new Fr[basis.length + 1];
            for (int k = 0; k < next.length; k++) {
              Fr shifted = k > 0 ? basis[k - 1] : Fr.ZERO;
              Fr scaled = k < basis.length ? basis[k].mul(j) : Fr.ZERO;
              next[k] = shifted.sub(scaled);
            }
            basis = next;
            denominator = denominator.mul(i - j);
          }
        }
        Fr factor = values[i].mul(denominator.inverse());
        for (int k = 0; k < basis.length; k++) {
          sum[k] = sum[k].add(factor.mul(basis[k]));
        }
      }
      return sum;
    }
  }
}
