package io.zkchain.prover.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;

/** The kernel under test, and elements to test it with. */
abstract class KernelFixture {
  static final long SEED = 77;
  static final int[] SIZES = {0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 64, 100, 129, 300, 1030};

  /** All kernels of both fields. */
  enum Kernel {
    SCALAR_FR,
    SCALAR_FQ,
    VECTOR_FR,
    VECTOR_FQ;

    FieldKernel create() {
      return switch (this) {
        case SCALAR_FR -> new ScalarKernel(PrimeField.FR);
        case SCALAR_FQ -> new ScalarKernel(PrimeField.FQ);
        case VECTOR_FR -> VectorKernel.create(PrimeField.FR, () -> true);
        case VECTOR_FQ -> VectorKernel.create(PrimeField.FQ, () -> true);
      };
    }

    boolean isVector() {
      return this == VECTOR_FR || this == VECTOR_FQ;
    }
  }

  private final FieldKernel kernel;

  KernelFixture(Kernel tested) {
    if (tested.isVector()) {
      assumeTrue(Kernels.vectorLanes() > 0, Kernels::explanation);
    }
    kernel = tested.create();
  }

  FieldKernel kernel() {
    return kernel;
  }

  PrimeField f() {
    return kernel().field();
  }

  BigInteger p() {
    return f().modulus();
  }

  /** Special values against each other, then random ones. */
  List<BigInteger> left(int n, long seed) {
    List<BigInteger> values = Samples.mixed(p(), n, seed);
    java.util.Collections.shuffle(values, new Random(seed));
    return new ArrayList<>(values.subList(0, n));
  }

  long[] store(List<BigInteger> values, int offset) {
    long[] a = new long[offset + 4 * values.size() + 3];
    java.util.Arrays.fill(a, -1);
    for (int i = 0; i < values.size(); i++) {
      f().setBigInteger(values.get(i), a, offset + 4 * i);
    }
    return a;
  }

  void check(long[] r, int offset, List<BigInteger> expected) {
    List<BigInteger> actual = new ArrayList<>();
    List<BigInteger> reduced = new ArrayList<>();
    for (int i = 0; i < expected.size(); i++) {
      assertThat(f().isReduced(r, offset + 4 * i)).isTrue();
      actual.add(f().toBigInteger(r, offset + 4 * i));
      reduced.add(expected.get(i).mod(p()));
    }
    assertThat(actual).isEqualTo(reduced);
  }

  static List<BigInteger> zip(
      List<BigInteger> a, List<BigInteger> b, BinaryOperator<BigInteger> f) {
    List<BigInteger> r = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      r.add(f.apply(a.get(i), b.get(i)));
    }
    return r;
  }
}
